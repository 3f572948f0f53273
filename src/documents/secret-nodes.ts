import type { Span } from '../model/position.ts'
import { isLiteral, isSensitiveName } from './secret-text.ts'
import type { YamlMap, YamlNode, YamlText } from './yaml-nodes.ts'

/** A credential written in a document: where, and what it says. */
export interface SecretNode extends Span {
  readonly value: string
}

/** Credentials that the structure of a document gives away, wherever their key and their value stand. */
export function secretNodes(yaml: YamlText): readonly SecretNode[] {
  const found: SecretNode[] = []
  for (const map of yaml.maps()) for (const node of secretsOf(yaml, map)) found.push(...secretNode(yaml, node))
  return found
}

function secretsOf(yaml: YamlText, map: YamlMap): YamlNode[] {
  const names = yaml.names(map)
  const value = (name: string): YamlNode => yaml.own(map, name)
  const found = names.filter(isSensitiveName).map(value)
  if (isSensitiveName(yaml.stringOf(value('name')))) found.push(value('value'))
  if (yaml.stringOf(value('kind')) === 'Secret')
    found.push(...['data', 'stringData'].flatMap((name) => dataOf(yaml, value(name))))
  return [...found, ...names.map(value).filter((node) => holdsPrivateKey(yaml, node))]
}

function dataOf(yaml: YamlText, data: YamlNode): YamlNode[] {
  return data.kind === 'map' ? yaml.names(data).map((name) => yaml.own(data, name)) : []
}

function holdsPrivateKey(yaml: YamlText, node: YamlNode): boolean {
  return node.kind === 'scalar' && yaml.slice(node).includes('PRIVATE KEY--')
}

function secretNode(yaml: YamlText, node: YamlNode): SecretNode[] {
  if (node.kind !== 'scalar') return []
  const value = yaml.stringOf(node)
  if (!isLiteral(value)) return []
  const written = yaml.slice(node)
  // the quotes, or the header of a block, stay readable
  const head = node.block ? written.indexOf('\n') + 1 : /^["']/.test(written) ? 1 : 0
  const tail = !node.block && head === 1 && /["']$/.test(written) ? 1 : 0
  return [{ start: node.start + head, end: node.end - tail, value }]
}
