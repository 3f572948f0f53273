import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { Location, NodePath } from '../model/position.ts'
import type { Rendered, Step } from './rendered.ts'
import { placeInInlinePatch, placeInYaml } from './yaml-place.ts'

/** A node of an object that a kustomization built: where it is, what stands there, and whose it is. */
export interface Asked {
  readonly path: NodePath
  readonly value: unknown
  readonly kind: string
  readonly name: string
}

/** Where a step of a kustomization sets, removes or operates on a node. That it is the last one to do so is not certain. */
export function placeOfStep(step: Step, texts: Rendered['texts'], asked: Asked): Location | undefined {
  if (step.kind.startsWith('Patch')) return placeInPatches(step, texts, asked)
  const find = FIND[step.kind]
  const text = texts.get(step.file)
  if (find === undefined || text === undefined || asked.value === undefined) return undefined
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines, logLevel: 'silent' })
  const range = isMap(contents) ? find(contents, asked)?.range : undefined
  if (range === undefined || range === null) return undefined
  const [start, end] = [lines.linePos(range[0]), lines.linePos(range[1])]
  const precision = 'template'
  return { file: step.file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col, precision }
}

function placeInPatches({ file, patches }: Step, texts: Rendered['texts'], { path, kind, name }: Asked) {
  const own = placeInInlinePatch(file, texts.get(file), path, { kind, name })
  if (own !== undefined) return own
  for (const patch of patches) {
    const place = placeInYaml(patch, texts.get(patch), path, { kind, name })
    if (place !== undefined) return place
  }
  return undefined
}

type Find = (file: YAMLMap, asked: Asked) => Node | undefined

/** The part of a kustomization that is about a node, by the kind of transformer; or of a file that configures one. */
const FIND: Readonly<Record<string, Find>> = {
  ImageTagTransformer: (file, { path, value }) =>
    path.at(-1) === 'image' ? members(file, 'images', 'imageTag').find((one) => isImage(one, value)) : undefined,
  ReplicaCountTransformer: (file, { path, name }) =>
    path.at(-1) === 'replicas'
      ? nodeAt(
          members(file, 'replicas', 'replica').find((one) => name.includes(String(one.get('name')))),
          ['count'],
        )
      : undefined,
  NamespaceTransformer: (file, { path }) =>
    path.at(-1) === 'namespace' ? (nodeAt(file, ['namespace']) ?? nodeAt(file, ['metadata', 'namespace'])) : undefined,
  PrefixTransformer: (file, { path }) =>
    path.at(-1) === 'name' ? (nodeAt(file, ['namePrefix']) ?? nodeAt(file, ['prefix'])) : undefined,
  SuffixTransformer: (file, { path }) =>
    path.at(-1) === 'name' ? (nodeAt(file, ['nameSuffix']) ?? nodeAt(file, ['suffix'])) : undefined,
  LabelTransformer: (file, { path }) => {
    const pairs = members(file, 'labels').map((one) => one.get('pairs'))
    return pairIn([file.get('labels'), ...pairs, file.get('commonLabels')], ['labels', 'matchLabels', 'selector'], path)
  },
  AnnotationsTransformer: (file, { path }) =>
    pairIn([file.get('commonAnnotations'), file.get('annotations')], ['annotations'], path),
  ReplacementTransformer: (file, asked) =>
    members(file, 'replacements').find((one) => members(one, 'targets').some((target) => isTarget(target, asked))),
}

/** The mappings of a list, or the one that stands in its place. */
function members(file: YAMLMap, ...keys: readonly string[]): readonly YAMLMap[] {
  return keys.flatMap((key) => {
    const value = file.get(key)
    return (isSeq(value) ? value.items : [value]).filter((one) => isMap(one))
  })
}

function nodeAt(map: YAMLMap | undefined, path: readonly string[]): Node | undefined {
  const node = map?.getIn(path, true)
  return isNode(node) ? node : undefined
}

function isImage(one: YAMLMap, value: unknown): boolean {
  const name = String(one.get('newName') ?? one.get('name'))
  return typeof value === 'string' && (value === name || value.startsWith(`${name}:`) || value.startsWith(`${name}@`))
}

function pairIn(maps: readonly unknown[], parents: readonly string[], path: NodePath): Node | undefined {
  const key = String(path.at(-1))
  if (!parents.includes(String(path.at(-2)))) return undefined
  const pair = maps
    .flatMap((map) => (isMap(map) ? map.items : []))
    .find((item) => isScalar(item.key) && item.key.value === key)
  return isNode(pair?.key) ? pair.key : undefined
}

function isTarget(target: YAMLMap, { path, kind, name }: Asked): boolean {
  const [ofKind = kind, ofName = name] = ['kind', 'name'].map((key) => target.getIn(['select', key]))
  if (ofKind !== kind || !name.includes(String(ofName))) return false
  const paths = target.get('fieldPaths')
  return isSeq(paths) && paths.items.some((one) => isScalar(one) && leadsTo(String(one.value), path))
}

/** `spec.containers.[name=web].image` leads to `spec.containers.0.image`, and to what is below it. */
function leadsTo(fieldPath: string, path: NodePath): boolean {
  const steps = fieldPath.match(/\[[^\]]*\]|(?:\\.|[^.\\])+/g) ?? []
  return steps.every((step, at) => {
    const here = path[at]
    if (here === undefined) return false
    return step === '*' || (step.startsWith('[') ? typeof here === 'number' : step.replace(/\\/g, '') === String(here))
  })
}
