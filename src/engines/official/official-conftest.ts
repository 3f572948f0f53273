import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef } from '../../model/document.ts'
import { isCompiled, type PolicyInfo } from '../../model/policy.ts'
import type { Result, Status } from '../../model/result.ts'
import type { Judged } from '../engine.ts'
import { resultOf as rowResult } from '../rego/rego-rows.ts'
import { type ConftestCheck, type ConftestSaid, readConftestAnswer } from './conftest-output.ts'
import { type ConftestOptions, conftestQuestion, INPUT } from './conftest-question.ts'
import { unanswered, unaskable } from './problems.ts'
import type { Program } from './program.ts'
import type { Handed, Law, SecondOpinion } from './second-opinion.ts'

/** Only the embedded engine knows which values of a plan are sensitive, and masks them. */
const HIDDEN = '(what the official program says of a plan is not shown: it may hold sensitive values)'

/** What `conftest --combine` calls all files together. */
const COMBINED = 'Combined'

/** `conftest test`, asked for its results as JSON. */
export class OfficialConftest implements SecondOpinion {
  readonly program: Program
  private readonly options: ConftestOptions

  constructor(program: Program, options: ConftestOptions) {
    this.program = program
    this.options = options
  }

  cannotAsk({ files }: Law): readonly Diagnostic[] {
    const compiled = files.filter(({ path }) => isCompiled(path))
    return compiled.map(({ path }) => unaskable(this.program, path, 'it is compiled, and Conftest reads sources'))
  }

  async judge(law: Law, handed: readonly Handed[]): Promise<Judged> {
    const parsers = new Map<string, Handed[]>()
    for (const one of handed) {
      const parser = this.options.combine ? '' : (one.file.parser ?? '')
      parsers.set(parser, [...(parsers.get(parser) ?? []), one])
    }
    const judged: Judged[] = []
    for (const group of parsers.values()) judged.push(await this.judgeFiles(law, group))
    return {
      results: judged.flatMap(({ results }) => results),
      diagnostics: judged.flatMap(({ diagnostics }) => diagnostics),
    }
  }

  /** Passes are told by number only, and messages of plans are masked on one side: neither is compared by its words. */
  keyOf({ policy, document, status, message }: Result): string {
    if (status === 'pass' || status === 'skip') return ''
    const words = document.content === 'terraform-plan' ? '' : message
    return JSON.stringify([this.options.combine ? COMBINED : document.file, policy.name, words])
  }

  private async judgeFiles(law: Law, group: readonly Handed[]): Promise<Judged> {
    const ran = await this.program.run(conftestQuestion(law, group, this.options))
    const answer = ran.kind === 'broken' ? ({ ok: false, message: ran.message } as const) : readConftestAnswer(ran)
    if (!answer.ok) return { results: [], diagnostics: [unanswered(this.program, answer.message)] }
    const documents = this.documentsByName(group)
    const results = answer.checks.flatMap((check) => resultsOf(check, documents.get(check.filename), law.policies))
    return { results, diagnostics: this.unseen(law, documents, answer.checks) }
  }

  /** Conftest tells files apart, and not the documents in them: what it says stands at the first. */
  private documentsByName(group: readonly Handed[]): ReadonlyMap<string, DocumentRef> {
    const [first] = group
    if (this.options.combine && first !== undefined) return new Map([[COMBINED, first.document]])
    return new Map([...group].reverse().map(({ document, file }) => [`${INPUT}${file.path}`, document]))
  }

  /** Every file has an answer from every namespace, and one that counts rules: Conftest passes over what it does not find. */
  private unseen(
    { policies }: Law,
    documents: ReadonlyMap<string, DocumentRef>,
    checks: readonly ConftestCheck[],
  ): readonly Diagnostic[] {
    const counted = new Set(checks.filter((check) => answersIn(check) > 0).map(placeOf))
    const namespaces = new Set(policies.map(({ name }) => name))
    return [...documents].flatMap(([filename, { file }]) =>
      [...namespaces]
        .filter((namespace) => !counted.has(placeOf({ filename, namespace })))
        .map((namespace) => unanswered(this.program, `no rule of ${namespace} answered for it`, file)),
    )
  }
}

function placeOf({ filename, namespace }: Pick<ConftestCheck, 'filename' | 'namespace'>): string {
  return `${namespace} ${filename}`
}

function answersIn({ successes, failures, warnings, exceptions }: ConftestCheck): number {
  return successes + failures.length + warnings.length + exceptions.length
}

function resultsOf(
  check: ConftestCheck,
  document: DocumentRef | undefined,
  policies: readonly PolicyInfo[],
): readonly Result[] {
  if (document === undefined) return []
  const own = policies.filter(({ name }) => name === check.namespace)
  const rows = (status: Status, all: readonly ConftestSaid[]) =>
    all.map((one) => resultOf(one, status, document, policyOf(one, own) as PolicyInfo))
  const told = [
    ...rows('fail', check.failures),
    ...rows('warn', check.warnings),
    ...rows('skip', check.exceptions).map((result) => ({ ...result, exception: result.message })),
  ]
  const spoke = new Set(told.map(({ policy }) => policy))
  const silent = check.successes === 0 ? [] : own.filter((policy) => !spoke.has(policy))
  return [...told, ...silent.map((policy) => resultOf({ msg: '', metadata: {} }, 'pass', document, policy))]
}

function resultOf({ msg, metadata }: ConftestSaid, status: Status, document: DocumentRef, policy: PolicyInfo): Result {
  const isPlan = document.content === 'terraform-plan'
  const message = isPlan && msg !== '' ? HIDDEN : msg
  const hints = isPlan ? addressIn(metadata) : { ...addressIn(metadata), ...placeIn(metadata) }
  return rowResult({ handle: document.handle, rule: policy.id, status, message, ...hints }, document, policy)
}

/** The address of a resource as rules give it, and no text that only looks like one. */
function addressIn({ address }: ConftestSaid['metadata']): { readonly address?: string } {
  return typeof address === 'string' && /^[\w.[\]"/:-]{1,500}$/.test(address) ? { address } : {}
}

function placeIn({ path, line }: ConftestSaid['metadata']): { readonly path?: unknown; readonly line?: number } {
  const isLine = typeof line === 'number' && Number.isSafeInteger(line) && line > 0
  return { ...(path === undefined ? {} : { path }), ...(isLine ? { line } : {}) }
}

/** A result names its rule by the query, `data.main.deny_x`; an exception by the rule's name without `deny_`. */
function policyOf({ msg, metadata }: ConftestSaid, own: readonly PolicyInfo[]): PolicyInfo | undefined {
  const query = String(metadata['query'] ?? '')
  const excepted = /exception\[_\]\[_\] == "(.*)"$/.exec(msg)?.[1]
  const isIt = ({ rules }: PolicyInfo) =>
    rules.some(({ name }) => query.endsWith(`.${name}`) || (excepted !== undefined && name.endsWith(excepted)))
  return own.find(isIt) ?? own[0]
}
