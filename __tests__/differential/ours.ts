import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import type { WireRow } from '../../src/engines/kyverno/wire.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import { type Answer, type AnswerRow, answerOf } from './answer.ts'
import { type Manifest, type PolicyText, resourceId } from './corpus.ts'

/** The CLI answers API calls from the resources it was given, so the embedded engine is given them as its cluster. */
const ASKS_CLUSTER = /^\s*(?:-\s*)?(?:apiCall|configMap|globalReference|imageRegistry|namespaceSelector):/m

/** The embedded engine's answers, in the order of the policies. */
export async function askEmbedded(
  policies: readonly PolicyText[],
  manifests: readonly Manifest[],
): Promise<readonly Answer[]> {
  const engine = new KyvernoEngine({ callTimeoutSeconds: 120 })
  try {
    const documents = await readAll(engine, manifests)
    const answers: Answer[] = []
    for (const policy of policies) answers.push(await askOne(engine, policy, documents, manifests))
    return answers
  } finally {
    await engine.close()
  }
}

async function readAll(engine: KyvernoEngine, manifests: readonly Manifest[]): Promise<readonly DocumentRef[]> {
  const text = manifests.map((manifest) => manifest.text).join('\n---\n')
  const read = await engine.read({ path: 'resources.yaml', text })
  const unread = read.diagnostics.map(({ line, message }) => `line ${line}: ${message}`)
  if (read.documents.length !== manifests.length) {
    throw new Error(`${manifests.length} resources were given, ${read.documents.length} read; ${unread.join('; ')}`)
  }
  return read.documents
}

async function askOne(
  engine: KyvernoEngine,
  policy: PolicyText,
  documents: readonly DocumentRef[],
  manifests: readonly Manifest[],
): Promise<Answer> {
  const cluster = ASKS_CLUSTER.test(policy.text) ? manifests.map(({ text }) => text) : []
  const loaded = await engine.load([policy], { cluster, complete: true })
  const faults = loaded.diagnostics.filter(({ level }) => level === 'error')
  if (faults.length > 0) return answerOf([], { refused: faults.map(({ message }) => message).join('; ') })
  const judged = await engine.judgeRows(documents, '')
  if (judged.rows.length === 0)
    throw new Error(`${policy.path}: ${judged.diagnostics.map(({ message }) => message).join('; ')}`)
  const rows = judged.rows.flatMap((some, index) => {
    const resource = idOf(documents[index] as DocumentRef)
    return some.map((row) => rowOf(row, loaded.policies[row.policy]?.name ?? '', resource))
  })
  return answerOf(rows, { unjudged: unjudgedIn(judged.diagnostics, documents) })
}

function idOf({ resource }: DocumentRef): string {
  return resourceId(resource.apiVersion, resource.kind, resource.namespace, resource.name)
}

function rowOf(row: WireRow, policy: string, resource: string): AnswerRow {
  return { policy, rule: row.rule, resource, status: row.status, message: row.message ?? '' }
}

function unjudgedIn(
  diagnostics: readonly Diagnostic[],
  documents: readonly DocumentRef[],
): Readonly<Record<string, string>> {
  const at = new Map(documents.map((document) => [document.line, idOf(document)]))
  return Object.fromEntries(diagnostics.map(({ line = 0, message }) => [at.get(line) ?? `line ${line}`, message]))
}
