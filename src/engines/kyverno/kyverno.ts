import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef, SkippedFile } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { Result } from '../../model/result.ts'
import type { EngineVersion } from '../../model/verdict.ts'
import type { World } from '../../model/world.ts'
import type { Admission } from '../admissions.ts'
import { Channel, engineDiagnostic } from '../channel.ts'
import type { Engine, Judged, JudgeOptions, Loaded, PolicyFile, ReadFile, SourceFile } from '../engine.ts'
import type { StartTimes } from '../sandbox/protocol.ts'
import { type SandboxOptions, startReleased } from '../sandbox/released.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { findCauses } from './causes.ts'
import { policyInfo } from './policy-info.ts'
import { resultOf } from './rows.ts'
import type { PolicySpec, WireDocumentContent, WireJudged, WireLoaded, WirePolicy, WireRead, WireRow } from './wire.ts'
import { inWorldFile, wireWorld } from './wire-world.ts'

export type KyvernoOptions = SandboxOptions

/** Documents that go to the engine in one message; the watchdog still looks at each. */
const BATCH = 64

/** Upstream Kyverno in its sandbox, behind the engine port. */
export class KyvernoEngine implements Engine {
  readonly name = 'kyverno'
  readonly version: EngineVersion
  private readonly sandbox: Sandbox
  private readonly channel: Channel
  private policies: readonly PolicyInfo[] = []
  private wire: readonly WirePolicy[] = []

  /** Starts the engine's thread at once; nothing waits for it until the first call. */
  constructor(options: KyvernoOptions = {}) {
    const { version, sandbox } = startReleased('kyverno', options)
    this.version = version
    this.sandbox = sandbox
    this.channel = new Channel(this.sandbox)
  }

  load(files: readonly PolicyFile[], world: World = {}): Promise<Loaded> {
    return this.loadBy({ files, world: wireWorld(world) }, world)
  }

  /** The same without a world, and what each of the policies says, as it stands in a cluster. */
  async loadSpecs(files: readonly PolicyFile[]): Promise<Loaded & { readonly specs: readonly PolicySpec[] }> {
    const loaded = await this.loadBy({ files, world: wireWorld({}), specs: true }, {})
    return { ...loaded, specs: this.wire.map(({ spec = {} }) => spec) }
  }

  private async loadBy(request: object, world: World): Promise<Loaded> {
    const answer = await this.channel.ask<WireLoaded>('load', request)
    if (!answer.ok) return { policies: [], diagnostics: [engineDiagnostic(answer, 'while policies were loaded')] }
    this.wire = answer.value.policies
    this.policies = answer.value.policies.map(policyInfo)
    const { diagnostics, ignored, asks } = answer.value
    return {
      policies: this.policies,
      diagnostics: diagnostics.map((one) => policyDiagnostic(one, world)),
      ignored,
      asks,
    }
  }

  async read(file: SourceFile): Promise<ReadFile> {
    const answer = await this.channel.askBytes<WireRead>('read', new TextEncoder().encode(file.text))
    if (!answer.ok) {
      return {
        documents: [],
        skipped: [],
        diagnostics: [engineDiagnostic(answer, `while ${file.path} was read`, file.path)],
      }
    }
    const { documents, errors, parts } = answer.value
    const kubernetes = documents.filter((document) => document.kubernetes)
    return {
      documents: kubernetes.map((document) => documentRef(file.path, document)),
      skipped: skippedIn(file.path, answer.value, kubernetes.length),
      diagnostics: errors.map((error) => unreadable(file.path, error)),
      parts,
    }
  }

  /** Reads a file whose documents need not be Kubernetes resources, for policies in JSON mode. */
  async readPayload(file: SourceFile): Promise<Pick<ReadFile, 'documents' | 'diagnostics'>> {
    const answer = await this.channel.askBytes<WireRead>('read', new TextEncoder().encode(file.text))
    if (!answer.ok)
      return { documents: [], diagnostics: [engineDiagnostic(answer, `while ${file.path} was read`, file.path)] }
    return {
      documents: answer.value.documents.map((document) => documentRef(file.path, document)),
      diagnostics: answer.value.errors.map((error) => unreadable(file.path, error)),
    }
  }

  /** The engine's own rows for each document, with the objects that mutation left: what test suites compare. */
  async judgeRows(
    documents: readonly DocumentRef[],
    operation: string,
  ): Promise<{ readonly rows: readonly (readonly WireRow[])[]; readonly diagnostics: readonly Diagnostic[] }> {
    const requests = documents.map(({ handle }) => ({ handle, only: -1, operation, patched: true }))
    const answer = await this.channel.askMany<WireJudged>('judge', requests)
    if (!answer.ok) return { rows: [], diagnostics: [engineDiagnostic(answer, 'while a test suite was judged')] }
    const failed = answer.values.flatMap(({ error }, index) =>
      error === undefined ? [] : [judgementFailed(documents[index] as DocumentRef, error)],
    )
    return { rows: answer.values.map(({ rows }) => rows), diagnostics: failed }
  }

  async release(documents: readonly DocumentRef[]): Promise<void> {
    await this.channel.ask(
      'release',
      documents.map(({ handle }) => handle),
    )
  }

  async offer(manifests: readonly SourceFile[]): Promise<readonly Diagnostic[]> {
    const answer = await this.channel.ask('offer', { manifests: manifests.map(({ text }) => text) })
    return answer.ok ? [] : [engineDiagnostic(answer, 'while manifests of the repository were offered')]
  }

  async content({ handle }: DocumentRef): Promise<unknown> {
    const answer = await this.channel.ask<WireDocumentContent>('document', { handle })
    return answer.ok && answer.value.error === undefined ? answer.value.object : undefined
  }

  async judge(
    documents: readonly DocumentRef[],
    admissions: Admissions = new Map(),
    options: JudgeOptions = {},
  ): Promise<Judged> {
    const results: Result[] = []
    const diagnostics: Diagnostic[] = []
    for (let start = 0; start < documents.length; start += BATCH) {
      const batch = documents.slice(start, start + BATCH)
      const judged = await this.judgeBatch(batch, admissions, options)
      results.push(...judged.results)
      diagnostics.push(...judged.diagnostics)
      if (judged.diagnostics.some((diagnostic) => diagnostic.blame === 'engine')) break
    }
    return { results, diagnostics }
  }

  /** How long the start took, for reports and benchmarks. */
  startTimes(): StartTimes | undefined {
    return this.sandbox.times()
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }

  private async judgeBatch(
    documents: readonly DocumentRef[],
    admissions: Admissions,
    options: JudgeOptions,
  ): Promise<Judged> {
    const requests = documents.map((document) => ({
      handle: document.handle,
      only: -1,
      ...admissionOf(admissions.get(document)),
    }))
    const answer = await this.channel.askMany<WireJudged>('judge', requests)
    if (!answer.ok) {
      const guilty = documents[answer.index]
      return {
        results: [],
        diagnostics: [
          engineDiagnostic(
            answer,
            guilty === undefined ? 'while documents were judged' : `while ${describe(guilty)} was judged`,
            guilty?.file,
            guilty?.line,
          ),
        ],
      }
    }
    const results: Result[] = []
    const diagnostics: Diagnostic[] = []
    for (const [index, judged] of answer.values.entries()) {
      const document = documents[index] as DocumentRef
      if (judged.error !== undefined) diagnostics.push(judgementFailed(document, judged.error))
      results.push(
        ...(await this.results(
          document,
          this.asked(judged, admissions.get(document)),
          admissions.get(document),
          options,
        )),
      )
    }
    await this.release(documents.flatMap((document) => [document, ...oldOf(admissions.get(document))]))
    return { results, diagnostics }
  }

  /**
   * A rule that does not speak of deletion is not asked about one: it would refuse the removal of what it denies. Rows that
   * say the same are one: upstream answers for an image once by its digest and once by its signature.
   */
  private asked(judged: WireJudged, admission: Admission | undefined): WireJudged {
    const distinct = new Map(judged.rows.map((row) => [JSON.stringify(row), row]))
    const isDelete = admission?.operation === 'DELETE'
    return { ...judged, rows: [...distinct.values()].filter(({ policy }) => !isDelete || this.wire[policy]?.deletes) }
  }

  private async results(
    document: DocumentRef,
    judged: WireJudged,
    admission: Admission | undefined,
    { places = true }: JudgeOptions,
  ): Promise<Result[]> {
    const request = { handle: document.handle, ...admissionOf(admission) }
    const causes = places ? await findCauses(this.channel, request, judged.rows, this.wire) : new Map()
    return judged.rows.map((row, index) =>
      resultOf(row, document, this.policies[row.policy] as PolicyInfo, causes.get(index), judged.mutated ?? []),
    )
  }
}

type Admissions = ReadonlyMap<DocumentRef, Admission>

function admissionOf(admission: Admission | undefined): { readonly operation?: string; readonly old?: number } {
  if (admission === undefined || admission.operation === 'CREATE') return {}
  return admission.operation === 'DELETE' ? { operation: 'DELETE' } : { operation: 'UPDATE', old: admission.old.handle }
}

function oldOf(admission: Admission | undefined): readonly DocumentRef[] {
  return admission?.operation === 'UPDATE' ? [admission.old] : []
}

function documentRef(file: string, document: WireRead['documents'][number]): DocumentRef {
  const { handle, index, root, line, endLine, apiVersion, kind, namespace, name, generateName } = document
  const resource = { apiVersion, kind, namespace, name, ...(generateName === undefined ? {} : { generateName }) }
  return { engine: 'kyverno', handle, file, index, root, line, endLine, resource }
}

function skippedIn(file: string, read: WireRead, kubernetes: number): SkippedFile[] {
  if (read.errors.length > 0) return []
  if (read.documents.length === 0) return [{ file, reason: 'empty' }]
  const others = read.documents.length - kubernetes
  if (others === 0) return []
  const detail =
    kubernetes === 0 ? undefined : `${others} of its ${read.documents.length} documents have no apiVersion and kind`
  return [{ file, reason: 'not-kubernetes', ...(detail === undefined ? {} : { detail }) }]
}

function policyDiagnostic(wire: WireLoaded['diagnostics'][number], world: World): Diagnostic {
  const remedy = REMEDIES[wire.code]
  const diagnostic = { ...wire, blame: 'user', ...(remedy === undefined ? {} : { remedy }) } as const
  return wire.code === 'world.unusable' ? inWorldFile(diagnostic, world) : diagnostic
}

const REMEDIES: Readonly<Record<string, string>> = {
  'policy.unparsable': 'correct the YAML; a policy that cannot be read protects nothing',
  'policy.invalid': 'correct the field; the cluster would refuse this policy as well',
  'policy.invalid-cel': 'correct the expression; the cluster would refuse this policy as well',
  'policy.unknown-kind': 'check apiVersion and kind, or move the file out of the policy folder',
  'policy.unknown-version': 'use one of the versions the message names',
  'world.unusable': 'correct the file; its format is that of the same option of `kyverno apply`',
  'policy.unbound': 'add a binding of its kind beside the policy',
}

function unreadable(file: string, error: WireRead['errors'][number]): Diagnostic {
  return {
    level: 'error',
    code: 'input.unparsable',
    message: error.message,
    file,
    line: error.line,
    blame: 'user',
    remedy:
      'correct the YAML; what cannot be read cannot be judged. A template is no manifest: leave it out with `paths`',
  }
}

function judgementFailed(document: DocumentRef, message: string): Diagnostic {
  return {
    level: 'error',
    code: 'engine.failed',
    message: `${describe(document)} could not be judged: ${message}`,
    file: document.file,
    line: document.line,
    blame: 'engine',
    remedy: 'this is a limit or a fault of the embedded engine; please report it with the manifest and the policy',
  }
}

function describe({ resource, file }: DocumentRef): string {
  return `${resource.kind} ${resource.namespace === '' ? '' : `${resource.namespace}/`}${resource.name} in ${file}`
}
