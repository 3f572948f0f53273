import { visible } from './visible.ts'

export type Attributes = Readonly<Record<string, string>>

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

export function element(name: string, attributes: Attributes, children: readonly string[]): string {
  if (children.length === 0) return leaf(name, attributes, '')
  return `<${opening(name, attributes)}>\n${children.join('\n')}\n</${name}>`
}

/** Text stands on the line of its element: a line of its own could begin with a workflow command. */
export function leaf(name: string, attributes: Attributes, content: string): string {
  const tag = opening(name, attributes)
  return content === '' ? `<${tag}/>` : `<${tag}>${escapeXml(content)}</${name}>`
}

function opening(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  return `${name}${written.join('')}`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Characters that XML cannot hold at all are written out, like those a reader cannot see. */
function escapeXml(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\n\t]/g, (character) => ENTITIES[character] ?? '')
    .replaceAll('##[', '##&#91;')
}
