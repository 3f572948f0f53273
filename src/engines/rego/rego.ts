import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef, ResourceId, SkippedFile } from '../../model/document.ts'
import type { HclBlock, HclIndex } from '../../model/hcl.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { Result } from '../../model/result.ts'
import type { EngineVersion } from '../../model/verdict.ts'
import type { World } from '../../model/world.ts'
import { type Answer, Channel, engineDiagnostic, framed } from '../channel.ts'
import { distinct } from '../distinct-diagnostics.ts'
import type { Engine, Judged, Loaded, PolicyFile, Readable, ReadFile, SourceFile } from '../engine.ts'
import type { StartTimes } from '../sandbox/protocol.ts'
import { type SandboxOptions, startReleased } from '../sandbox/released.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { policyOfRule } from './rego-policy.ts'
import { resultOf } from './rego-rows.ts'
import type {
  CompiledAnswer,
  WireContent,
  WireDiagnostic,
  WireDocument,
  WireHclIndex,
  WireJudged,
  WireLoaded,
  WireRead,
} from './wire.ts'

export interface RegoOptions extends SandboxOptions {
  /** Packages to judge by, names or globs; all that have rules when none are given. */
  readonly namespaces?: readonly string[]
  /** Builtins that reach out of the sandbox and are not to be refused at load. */
  readonly allowBuiltins?: readonly string[]
  /** Judge all documents together, as `conftest --combine` does. */
  readonly combine?: boolean
}

/** Upstream OPA with Conftest's readers and semantics in its sandbox, behind the engine port. */
export class RegoEngine implements Engine {
  readonly name = 'rego'
  readonly version: EngineVersion
  private readonly options: RegoOptions
  private readonly sandbox: Sandbox
  private readonly channel: Channel
  private policies: readonly PolicyInfo[] = []

  constructor(options: RegoOptions = {}) {
    this.options = options
    const { version, sandbox } = startReleased('rego', options)
    this.version = version
    this.sandbox = sandbox
    this.channel = new Channel(this.sandbox)
  }

  async load(files: readonly PolicyFile[], world: World = {}): Promise<Loaded> {
    const answer = await this.channel.ask<WireLoaded>('load', {
      policies: files,
      ...dataOf(world),
      options: this.loadOptions(),
    })
    if (!answer.ok) return { policies: [], diagnostics: [engineDiagnostic(answer, 'while Rego policies were loaded')] }
    this.policies = answer.value.rules.map(policyOfRule)
    return {
      policies: this.policies,
      diagnostics: answer.value.diagnostics.map((one) => diagnosticOf(one)),
      asksPlan: answer.value.plans,
    }
  }

  async read({ path, text, parser = '' }: Readable): Promise<ReadFile> {
    const answer = await this.channel.askBytes<WireRead>('read', framed({ path, parser }, text))
    if (!answer.ok) {
      const diagnostics = [engineDiagnostic(answer, `while ${path} was read`, path)]
      return { documents: [], skipped: [], diagnostics }
    }
    const { documents, diagnostics } = answer.value
    const failed = diagnostics.some(({ level }) => level === 'error')
    return {
      documents: documents.map((document) => documentRef(path, answer.value.parser, document)),
      skipped: documents.length > 0 || failed ? [] : [{ file: path, reason: 'empty' } satisfies SkippedFile],
      diagnostics: diagnostics.map((one) => diagnosticOf(one)),
    }
  }

  /** Rego policies ask nothing of a cluster. */
  async offer(): Promise<readonly Diagnostic[]> {
    return []
  }

  async judge(documents: readonly DocumentRef[]): Promise<Judged> {
    if (documents.length === 0) return { results: [], diagnostics: [] }
    if (this.options.combine === true) return this.judgeTogether(documents)
    const requests = documents.map(({ handle }) => ({ handles: [handle], combine: false }))
    const answer = await this.channel.askMany<WireJudged>('judge', requests)
    if (!answer.ok) return broken(answer, documents[answer.index])
    await this.release(documents)
    return {
      results: answer.values.flatMap((one, at) => this.resultsOf(one, documents[at] as DocumentRef)),
      diagnostics: distinct(
        answer.values.flatMap((one, at) => one.diagnostics.map((d) => diagnosticOf(d, documents[at]))),
      ),
    }
  }

  /** Where the blocks and attributes of Terraform's sources stand; a file that is broken as far as it was understood. */
  async indexHcl(files: readonly SourceFile[]): Promise<HclIndex> {
    const found = new Map<string, readonly HclBlock[]>()
    for (const { path, text } of files) {
      const answer = await this.channel.askBytes<WireHclIndex>('hcl_index', framed({ path, parser: '' }, text))
      if (!answer.ok) break
      found.set(path, answer.value.blocks)
    }
    return found
  }

  /** Documents as JSON, as policies see them: one, or all that are judged together. */
  async contentOf(documents: readonly DocumentRef[], combine: boolean): Promise<Content> {
    const request = { handles: documents.map(({ handle }) => handle), combine }
    const answer = await this.channel.ask<WireContent>('content', request)
    if (!answer.ok)
      return { ok: false, diagnostic: engineDiagnostic(answer, 'while a document was written', documents[0]?.file) }
    const [problem] = answer.value.diagnostics
    return problem === undefined
      ? { ok: true, value: answer.value.content }
      : { ok: false, diagnostic: diagnosticOf(problem, documents[0]) }
  }

  /** Results from the answers of compiled policies, which mean what answers of rules here mean. */
  async compiledResults(
    documents: readonly DocumentRef[],
    combine: boolean,
    answers: readonly CompiledAnswer[],
    policies: ReadonlyMap<number, PolicyInfo>,
  ): Promise<Judged> {
    const request = { handles: documents.map(({ handle }) => handle), combine, answers }
    const answer = await this.channel.ask<WireJudged>('compiled', request)
    const document = combine ? combined(documents) : (documents[0] as DocumentRef)
    if (!answer.ok) return broken(answer, document)
    const { rows, diagnostics } = answer.value
    return {
      results: rows.map((row) => resultOf(row, document, policies.get(row.rule) as PolicyInfo)),
      diagnostics: diagnostics.map((one) => diagnosticOf(one, document)),
    }
  }

  /** Forgets documents that are not to be judged here. */
  async release(documents: readonly DocumentRef[]): Promise<void> {
    await this.channel.ask('release', { handles: documents.map(({ handle }) => handle) })
  }

  /** One operation of the driver, for test suites. */
  ask<T>(operation: string, request: unknown): Promise<Answer<T>> {
    return this.channel.ask<T>(operation, request)
  }

  startTimes(): StartTimes | undefined {
    return this.sandbox.times()
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }

  private loadOptions(): object {
    const { namespaces = [], allowBuiltins = [] } = this.options
    return { namespaces, allNamespaces: namespaces.length === 0, allowBuiltins, builtinErrors: false }
  }

  /** What is judged together has no file of its own: results stand at the first document. */
  private async judgeTogether(documents: readonly DocumentRef[]): Promise<Judged> {
    const request = { handles: documents.map(({ handle }) => handle), combine: true }
    const answer = await this.channel.ask<WireJudged>('judge', request)
    if (!answer.ok) return broken(answer, undefined)
    await this.release(documents)
    const together = combined(documents)
    const diagnostics = answer.value.diagnostics.map((one) => diagnosticOf(one))
    return { results: this.resultsOf(answer.value, together), diagnostics }
  }

  private resultsOf({ rows }: WireJudged, document: DocumentRef): readonly Result[] {
    return rows.map((row) => resultOf(row, document, this.policies[row.rule] as PolicyInfo))
  }
}

export type Content =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly diagnostic: Diagnostic }

function combined(documents: readonly DocumentRef[]): DocumentRef {
  const [first] = documents as readonly [DocumentRef]
  return { ...first, resource: named('Combined files', `${documents.length} documents`) }
}

/** Parameters are merged into the data as a file of their own, at the top. */
function dataOf({ data = [], dataRoots = [], parameters }: World): object {
  if (parameters === undefined) return { data, dataRoots }
  const file = { path: 'policy-gate.params/params.json', text: JSON.stringify({ params: parameters }) }
  return { data: [...data, file], dataRoots: data.length === 0 ? [] : [...dataRoots, file.path] }
}

const KINDS: Readonly<Record<NonNullable<DocumentRef['content']>, string>> = {
  'terraform-plan': 'Terraform plan',
  'terraform-state': 'Terraform state',
  cloudformation: 'CloudFormation template',
  kubernetes: 'Kubernetes object',
}

function documentRef(file: string, format: string, document: WireDocument): DocumentRef {
  const { handle, index, root, line, endLine, kind, resource } = document
  const own = named(kind === undefined ? `${format} file` : KINDS[kind], file)
  return {
    engine: 'rego',
    handle,
    file,
    index,
    root,
    line,
    endLine,
    resource: kind === 'kubernetes' && resource !== undefined ? resource : own,
    format,
    ...(kind === undefined ? {} : { content: kind }),
  }
}

function named(kind: string, name: string): ResourceId {
  return { apiVersion: '', kind, namespace: '', name }
}

/** Errors of policies and input are the user's. */
function diagnosticOf(
  { level, code, message, file, line, column, remedy }: WireDiagnostic,
  document?: DocumentRef,
): Diagnostic {
  const place = file === undefined && document !== undefined ? document.file : file
  return {
    level,
    code,
    message,
    ...(place === undefined ? {} : { file: place }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(remedy === undefined ? {} : { remedy }),
    blame: 'user',
  }
}

function broken(answer: Parameters<typeof engineDiagnostic>[0], guilty: DocumentRef | undefined): Judged {
  const when = guilty === undefined ? 'while documents were judged' : `while ${guilty.file} was judged`
  return { results: [], diagnostics: [engineDiagnostic(answer, when, guilty?.file, guilty?.line)] }
}
