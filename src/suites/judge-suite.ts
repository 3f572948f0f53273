import type { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import type { WireRow } from '../engines/kyverno/wire.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { PolicyInfo } from '../model/policy.ts'
import { type KubernetesObject, sameIdentity } from './compare-objects.ts'
import type { SuiteInputs } from './suite-inputs.ts'

/** What the policies said of one resource of a suite. */
export interface Answered {
  readonly document: DocumentRef
  /** The name of a JSON payload; such a document is no Kubernetes resource. */
  readonly payload?: string
  readonly rows: readonly WireRow[]
}

export interface JudgedSuite {
  readonly policies: readonly PolicyInfo[]
  readonly diagnostics: readonly Diagnostic[]
  /** By operation; the empty operation leaves it to the values. */
  readonly answers: ReadonlyMap<string, readonly Answered[]>
}

type Subject = Omit<Answered, 'rows'>

/** Judges all resources of a suite, once for each operation that its results ask for. */
export async function judgeSuite(
  engine: KyvernoEngine,
  inputs: SuiteInputs,
  operations: readonly string[],
): Promise<JudgedSuite> {
  const { policies, diagnostics: faults } = await engine.load(inputs.policies, inputs.world)
  const diagnostics: Diagnostic[] = [...faults]
  const subjects = await readSubjects(engine, inputs, diagnostics)
  const targets = await readAll(engine, inputs.targets, diagnostics)
  const answers = new Map<string, readonly Answered[]>()
  for (const operation of operations) {
    if (diagnostics.some(isHopeless)) break
    const judged = await engine.judgeRows(
      subjects.map(({ document }) => document),
      operation,
    )
    diagnostics.push(...judged.diagnostics)
    const answered = subjects.map((subject, index) => ({ ...subject, rows: judged.rows[index] ?? [] }))
    answers.set(operation, [...answered, ...targets.map((document) => ofTarget(document, answered))])
  }
  await engine.release([...subjects.map(({ document }) => document), ...targets])
  return { policies, diagnostics, answers }
}

/** Answers of an engine that failed, or that asked a world it could not read, say nothing of the policies. */
const isHopeless = ({ blame, code }: Diagnostic): boolean => blame === 'engine' || code === 'world.unusable'

async function readSubjects(
  engine: KyvernoEngine,
  inputs: SuiteInputs,
  diagnostics: Diagnostic[],
): Promise<readonly Subject[]> {
  const documents = await readAll(engine, inputs.resources, diagnostics)
  const subjects: Subject[] = documents.map((document) => ({ document }))
  for (const { name, ...file } of inputs.payloads) {
    const read = await engine.readPayload(file)
    diagnostics.push(...read.diagnostics)
    subjects.push(...read.documents.map((document) => ({ document, payload: name })))
  }
  return unique(subjects)
}

async function readAll(
  engine: KyvernoEngine,
  files: SuiteInputs['resources'],
  diagnostics: Diagnostic[],
): Promise<readonly DocumentRef[]> {
  const documents: DocumentRef[] = []
  for (const file of files) {
    const read = await engine.read(file)
    diagnostics.push(...read.diagnostics)
    documents.push(...read.documents)
  }
  return documents
}

/** The first of several resources with the same identity counts, as in `kyverno test`. */
function unique(subjects: readonly Subject[]): readonly Subject[] {
  const seen = new Set<string>()
  return subjects.filter(({ document: { resource }, payload }) => {
    const { apiVersion, kind, namespace, name } = resource
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    const key = JSON.stringify([group, kind, namespace, name, payload])
    return !seen.has(key) && seen.add(key)
  })
}

/** A resource that rules change when others are admitted: its answers are the rows that name it as their target. */
function ofTarget(document: DocumentRef, answered: readonly Answered[]): Answered {
  const { apiVersion, kind, namespace, name } = document.resource
  const identity = { apiVersion, kind, metadata: { name, namespace } }
  const rows = answered.flatMap((one) => one.rows)
  return { document, rows: rows.filter(({ target }) => isObject(target) && sameIdentity(target, identity)) }
}

const isObject = (value: unknown): value is KubernetesObject => typeof value === 'object' && value !== null
