import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Location, NodePath } from '../model/position.ts'

/** The object that a patch has to be of. Names may gain a prefix and a suffix after it. */
export interface Patched {
  readonly kind: string
  readonly name: string
  /** The kustomization itself says what the patch is of. */
  readonly target?: string
}

/**
 * Where a path is written in a file of YAML, of which values files have their first document count alone; for a patch, where the path or a parent of it is set to nothing, or an operation
 * of JSON Patch is about it. Undefined where it is not written.
 */
export function placeInYaml(
  file: string,
  text: string | undefined,
  path: NodePath,
  patched?: Patched,
): Location | undefined {
  if (text === undefined) return undefined
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false })
  if (!Array.isArray(documents)) return undefined
  const counting = (documents as Document[]).slice(0, patched === undefined ? 1 : undefined)
  for (const document of counting) {
    const node = patched === undefined ? exact(document, path) : inPatch(document.contents, path, patched)
    const range = node?.range
    if (range === undefined || range === null) continue
    const start = lines.linePos(range[0])
    const end = lines.linePos(range[1])
    const precision = 'exact'
    return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col, precision }
  }
  return undefined
}

/** As `placeInYaml`, for patches that a kustomization or a transformer of patches holds itself. The last one that is about the place counts. */
export function placeInInlinePatch(
  file: string,
  text: string | undefined,
  path: NodePath,
  patched: Patched,
): Location | undefined {
  if (text === undefined) return undefined
  const lines = new LineCounter()
  const kustomization = parseDocument(text, { lineCounter: lines, logLevel: 'silent' }).contents
  for (const { scalar, target } of [...inlinePatches(kustomization)].reverse()) {
    if (target !== undefined && target !== patched.kind) continue
    const inner = placeInYaml(file, String(scalar.value), path, target === undefined ? patched : { ...patched, target })
    if (inner === undefined || !scalar.range) continue
    const { line, col } = lines.linePos(scalar.range[0])
    if (scalar.type !== 'BLOCK_LITERAL') return { ...inner, line, column: col, endLine: line, endColumn: col + 1 }
    const indent = (/^ */.exec(text.split('\n')[line] ?? '')?.[0] ?? '').length
    return {
      ...inner,
      line: line + inner.line,
      column: indent + inner.column,
      endLine: line + inner.endLine,
      endColumn: indent + inner.endColumn,
    }
  }
  return undefined
}

interface InlinePatch {
  readonly scalar: Scalar
  /** The kind that it is for, where that is said beside it. */
  readonly target: string | undefined
}

function inlinePatches(kustomization: unknown): readonly InlinePatch[] {
  if (!isMap(kustomization)) return []
  const lists = ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap((list) => {
    const members = kustomization.get(list)
    return isSeq(members) ? members.items.flatMap(inlinePatch) : []
  })
  return kustomization.has('patch') ? inlinePatch(kustomization) : lists
}

function inlinePatch(member: unknown): readonly InlinePatch[] {
  const scalar = isMap(member) ? member.get('patch', true) : member
  const target = isMap(member) ? member.getIn(['target', 'kind']) : undefined
  return isScalar(scalar) && typeof scalar.value === 'string'
    ? [{ scalar, target: typeof target === 'string' ? target : undefined }]
    : []
}

function exact(document: Document, path: NodePath): Node | undefined {
  let node: unknown = document.contents
  for (const step of path) {
    const here = resolved(document, node)
    if (isMap(here)) node = memberOf(document, here, String(step))
    else if (isSeq(here)) node = here.get(Number(step), true)
    else return undefined
  }
  const found = resolved(document, node)
  return isNode(found) ? found : undefined
}

const resolved = (document: Document, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)

/** Of a key that is written twice Go's readers take the last; what is merged in counts where there is none. */
function memberOf(document: Document, map: YAMLMap, key: string): unknown {
  const pairOf = (name: string) => map.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === name)
  const own = pairOf(key)
  if (own !== undefined) return own.value
  const merged = resolved(document, pairOf('<<')?.value)
  for (const source of isSeq(merged) ? merged.items : [merged]) {
    const from = resolved(document, source)
    const found = isMap(from) ? memberOf(document, from, key) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function inPatch(contents: unknown, path: NodePath, { kind, name, target }: Patched): Node | undefined {
  if (isSeq(contents)) return operationOn(contents.items, path)
  if (!isMap(contents)) return undefined
  if (target !== undefined) return deepest(contents, path)
  const own = contents.getIn(['metadata', 'name'])
  if (contents.get('kind') !== kind || typeof own !== 'string' || !name.includes(own)) return undefined
  return deepest(contents, path)
}

/** Operations of JSON Patch whose path leads to the place, or to what it is in. The last one counts. */
function operationOn(operations: readonly unknown[], path: NodePath): Node | undefined {
  const pointer = `/${path.join('/')}`
  return operations.filter(isMap).findLast((one) => {
    const at = one.get('path')
    return (
      typeof at === 'string' && at !== '' && (pointer === at || pointer.startsWith(`${at}/`) || at.startsWith(pointer))
    )
  })
}

/** The node of a path in a patch, or the parent of it that is set to nothing. Members of lists are merged by name, so any will do. */
function deepest(node: unknown, path: NodePath): Node | undefined {
  const [step, ...rest] = path
  if (step === undefined) return isNode(node) ? node : undefined
  if (isSeq(node)) {
    for (const item of node.items) {
      const found = deepest(item, rest)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isMap(node)) return isScalar(node) && node.value === null ? node : undefined
  if (node.has('$patch')) return node.get('$patch', true) as Node | undefined
  const member = node.items.find(({ key }) => isScalar(key) && key.value === String(step))
  if (member === undefined) return undefined
  const isGone = member.value === null || (isScalar(member.value) && member.value.value === null)
  return isGone && isNode(member.key) ? member.key : deepest(member.value, rest)
}
