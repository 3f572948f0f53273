import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import type { WireRow } from '../engines/kyverno/wire.ts'
import type { SuiteInputs } from './suite-inputs.ts'

/** What the policies said of one resource of a suite. */
export interface Answered {
  readonly document: DocumentRef
  /** The name of a JSON payload; such a document is no Kubernetes resource. */
  readonly payload?: string
  readonly rows: readonly WireRow[]
}

export interface SuiteRun {
  readonly policies: readonly PolicyInfo[]
  readonly diagnostics: readonly Diagnostic[]
  /** By operation; the empty operation leaves it to the values. */
  readonly answers: ReadonlyMap<string, readonly Answered[]>
}

/** Judges all resources of a suite, once for each operation that its results ask for. */
export async function runSuite(engine: KyvernoEngine, inputs: SuiteInputs, operations: readonly string[]): Promise<SuiteRun> {
  const loaded = await engine.load(inputs.policies, inputs.world)
  const diagnostics = [...loaded.diagnostics]
  const documents: { document: DocumentRef; payload?: string }[] = []
  for (const file of [...inputs.resources, ...inputs.targets]) {
    const read = await engine.read(file)
    diagnostics.push(...read.diagnostics)
    if (inputs.resources.includes(file)) documents.push(...read.documents.map((document) => ({ document })))
  }
  for (const payload of inputs.payloads) {
    const read = await engine.readPayload(payload)
    diagnostics.push(...read.diagnostics)
    documents.push(...read.documents.map((document) => ({ document, payload: payload.name })))
  }
  const answers = new Map<string, readonly Answered[]>()
  for (const operation of operations) {
    const judged = await engine.judgeRows(unique(documents).map(({ document }) => document), operation)
    diagnostics.push(...judged.diagnostics)
    answers.set(operation, judged.rows.map((rows, index) => ({ ...(unique(documents)[index] as Answered), rows })))
  }
  await engine.release(documents.map(({ document }) => document))
  return { policies: loaded.policies, diagnostics, answers }
}

/** The first of several resources with the same identity counts, as in `kyverno test`. */
function unique<T extends { readonly document: DocumentRef; readonly payload?: string }>(documents: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return documents.filter(({ document, payload }) => {
    const { apiVersion, kind, namespace, name } = document.resource
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    const key = JSON.stringify([group, kind, namespace, name, payload])
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}
