import { type Document, parseAllDocuments, visit } from 'yaml'

/** What a kustomization, or a file that configures a transformer, says of other files. */
export interface KustomizationContent {
  /** Every word that could be a path. */
  readonly words: readonly string[]
  /** Those of them that it builds on. */
  readonly bases: ReadonlySet<string>
  /** Those of them that it names as patches, in its order. */
  readonly patches: readonly string[]
  readonly isComponent: boolean
}

/** Reads as far as it goes: what cannot be read as a whole is Kustomize's to refuse, and Kustomize has limits of its own. */
export function kustomizationContent(text: string): KustomizationContent {
  const documents = documentsIn(text)
  const own = documents.flatMap(wordsIn)
  const inline = own.filter((word) => word.includes('\n')) // a transformer may be written where it is named
  const words = [...own, ...inline.flatMap(documentsIn).flatMap(wordsIn)]
  const fields = fieldsOf(documents[0])
  return {
    words: words.filter(isPath).flatMap((word) => [word, ...afterEquals(word)]),
    bases: new Set(BUILT_ON.flatMap((name) => listed(fields[name])).filter((one) => typeof one === 'string')),
    patches: patchesOf(fields),
    isComponent: fields['kind'] === 'Component',
  }
}

const BUILT_ON = ['resources', 'bases', 'components', 'generators', 'transformers', 'validators']

function documentsIn(text: string): readonly Document[] {
  return [...parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false })] as Document[]
}

/** Aliases say nothing that does not stand at their anchors. */
function wordsIn(document: Document): readonly string[] {
  const words: string[] = []
  visit(document, {
    Scalar: (key, { value }) => {
      if (key !== 'key' && typeof value === 'string') words.push(value)
    },
  })
  return words
}

function fieldsOf(document: Document | undefined): Readonly<Record<string, unknown>> {
  try {
    const fields: unknown = document?.toJS({ maxAliasCount: 10_000 })
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isPath = (word: string): boolean => word !== '' && word.length < 1024 && !/[\n\0]/.test(word)

function afterEquals(word: string): readonly string[] {
  const at = word.indexOf('=')
  return at === -1 || at === word.length - 1 ? [] : [word.slice(at + 1)]
}

/** A kustomization names patches in lists, and a transformer with a file of its own names one. */
function patchesOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const { patches, patchesStrategicMerge, patchesJson6902 } = fields
  return [...[patches, patchesStrategicMerge, patchesJson6902].flatMap(listed), fields]
    .map((one: unknown) => (typeof one === 'string' ? one : (one as { path?: unknown } | null)?.path))
    .filter((one): one is string => typeof one === 'string' && isPath(one))
}
