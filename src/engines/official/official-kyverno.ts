import { parse } from 'yaml'
import * as z from 'zod'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef, ResourceId } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { Result } from '../../model/result.ts'
import type { Judged } from '../engine.ts'
import { CANARY } from './canary.ts'
import { type Answered, type OfficialRow, readKyvernoAnswer, rulesApplied } from './kyverno-output.ts'
import { countingQuestion, judgingQuestion } from './kyverno-question.ts'
import { unanswered, unaskable } from './problems.ts'
import type { Program, Question } from './program.ts'
import type { Handed, Law, SecondOpinion } from './second-opinion.ts'

/** `kyverno apply`, asked for rows as JSON. */
export class OfficialKyverno implements SecondOpinion {
  readonly program: Program

  constructor(program: Program) {
    this.program = program
  }

  /**
   * The CLI knows an object as it is created or deleted; of an update it makes one where nothing changed, and forgives what was
   * bad before. So updates are asked about as if they were new, which policies that look for updates cannot answer.
   */
  cannotAsk(law: Law, handed: readonly Handed[]): readonly Diagnostic[] {
    const { files, policies } = law
    const updated = handed.find(({ operation }) => operation === 'UPDATE')
    const judging = new Set(policies.map(({ file }) => file))
    const asking = files.filter(({ path, text }) => judging.has(path) && asksOfUpdates(text))
    const old =
      updated === undefined
        ? []
        : asking.map(({ path }) => unaskable(this.program, path, 'it looks at what stood before a change'))
    const inexact = handed.filter(({ document, content }) => document.root.length > 0 && !isExact(content))
    return [
      ...old,
      ...this.otherwise(law, handed),
      ...inexact.map(({ document }) =>
        unaskable(this.program, document.file, 'it holds numbers beyond 2^53 in a list'),
      ),
    ]
  }

  /** What it answers otherwise than a cluster. A suite's world is complete, and its answers are meant. */
  private otherwise(law: Law, handed: readonly Handed[]): readonly Diagnostic[] {
    if (law.world.complete === true) return []
    const kinds = law.files.flatMap(({ path, text }) =>
      OTHERWISE.filter(([kind]) => kind.test(text)).map(([, why]) => unaskable(this.program, path, why)),
    )
    const selecting = law.files.filter(({ text }) => SELECTS_NAMESPACES.test(text))
    if (selecting.length === 0 || !undescribed(law, handed)) return kinds
    return [
      ...kinds,
      ...selecting.map(({ path }) =>
        unaskable(this.program, path, 'it takes a namespace that no values file describes for one without labels'),
      ),
    ]
  }

  async judge(law: Law, handed: readonly Handed[]): Promise<Judged> {
    const counted = await this.counted(law)
    if (counted !== undefined) return { results: [], diagnostics: [counted] }
    const results: Result[] = []
    const diagnostics: Diagnostic[] = []
    for (const group of groupsOf(withDeletion(law, handed))) {
      const judged = await this.judgeGroup(law, group)
      results.push(...judged.results)
      diagnostics.push(...judged.diagnostics)
    }
    return { results: inOrder(handed, results), diagnostics }
  }

  keyOf({ policy, rule, document }: Result): string {
    return JSON.stringify([policy.namespace, policy.name, rule, document.file, document.index, ...document.root])
  }

  /** The CLI ends with 0 also when it took up none of the rules. */
  private async counted(law: Law): Promise<Diagnostic | undefined> {
    const ran = await this.program.run(countingQuestion(law))
    if (ran.kind === 'broken') return unanswered(this.program, ran.message)
    const [said, expected] = [rulesApplied(ran.stdout), leastRules(law.policies)]
    if (said !== undefined && said > 0 && said >= expected) return undefined
    const why = firstProblem(ran) ?? `it applies ${said ?? 0} policy rule(s) where there are at least ${expected}`
    return unanswered(this.program, why)
  }

  private async judgeGroup(law: Law, group: readonly Handed[]): Promise<Judged> {
    const answer = await this.answered(judgingQuestion(law, group))
    if (typeof answer === 'string') return { results: [], diagnostics: [unanswered(this.program, answer)] }
    const documents = new Map(group.map(({ document }) => [idOf(document.resource), document]))
    const diagnostics = [
      ...[...answer.refused].map(([name, reason]) => unanswered(this.program, `${name} was not applied: ${reason}`)),
      ...answer.unjudged.map(({ name, reason }) => unanswered(this.program, `${name} was not judged: ${reason}`)),
      ...this.unseen(answer, documents),
    ]
    const rows = answer.rows.filter(({ policy }) => policy !== CANARY.policy)
    const results: Result[] = []
    for (const row of rows) {
      const [document, policy] = [documents.get(idOf(row)), policyOf(row, law.policies)]
      if (document === undefined || policy === undefined)
        diagnostics.push(unanswered(this.program, `${row.policy} speaks of ${idOf(row)}, which is not known`))
      else results.push(resultOf(row, document, policy))
    }
    return { results: distinct(results), diagnostics }
  }

  private async answered(question: Question): Promise<Answered | string> {
    const ran = await this.program.run(question)
    if (ran.kind === 'broken') return ran.message
    const answer = readKyvernoAnswer(ran)
    return answer.ok ? answer : answer.message
  }

  /** Every resource has a row of the canary, else it was passed over in silence. */
  private unseen(answer: Answered, documents: ReadonlyMap<string, DocumentRef>): readonly Diagnostic[] {
    const seen = new Set(answer.rows.filter(({ policy }) => policy === CANARY.policy).map(idOf))
    const missing = [...documents].filter(([id]) => !seen.has(id))
    return missing.map(([id, { file, line }]) => unanswered(this.program, `it passed over ${id}`, file, line))
  }
}

/** Kinds that the program judges otherwise than a cluster, where it has none, and how. */
const OTHERWISE: readonly (readonly [RegExp, string])[] = [
  [
    /^kind:\s*["']?(?:Validating|Mutating)AdmissionPolicyBinding\b/m,
    'it overlooks the constraints of policies that are bound',
  ],
  [
    /^kind:\s*["']?MutatingAdmissionPolicy\b/m,
    'it applies mutations that are not bound, merges lists without their schemas, and says nothing of what it cannot apply',
  ],
  [/^kind:\s*["']?Namespaced\w+Policy\b/m, 'it asks policies of a namespace about all namespaces'],
]
const SELECTS_NAMESPACES = /\bnamespace(?:Selector|Object)\b/

/** Whether some namespace is not in the values file: the CLI takes it for one without labels, and passes the rule over. */
function undescribed({ world }: Law, handed: readonly Handed[]): boolean {
  const described = describedNamespaces(world.values?.text ?? '')
  return handed.some(({ document }) => !described.has(document.resource.namespace))
}

const VALUES = z.object({ namespaceSelector: z.array(z.looseObject({ name: z.string() })).catch([]) })

/** None where the file cannot be read, of which the embedded engine tells. */
function describedNamespaces(values: string): ReadonlySet<string> {
  const { spec, ...old } = z.looseObject({ spec: z.unknown().optional() }).catch({}).parse(contentOf(values))
  const sections = [spec, old].map((section) => VALUES.catch({ namespaceSelector: [] }).parse(section))
  return new Set(sections.flatMap(({ namespaceSelector }) => namespaceSelector.map(({ name }) => name)))
}

function contentOf(values: string): unknown {
  try {
    return parse(values)
  } catch {
    return undefined
  }
}

/** A policy that speaks of updates, and not of what is new; or of what stood before. */
function asksOfUpdates(text: string): boolean {
  return /\boldObject\b/.test(text) || (/\bUPDATE\b/.test(text) && !/\bCREATE\b/.test(text))
}

/** What stood and is gone is asked about only where some policy speaks of deletion: the others would refuse its removal. */
function withDeletion({ files }: Law, handed: readonly Handed[]): readonly Handed[] {
  const speaks = files.some(({ text }) => /\bDELETE\b/.test(text))
  return speaks ? handed : handed.filter(({ operation }) => operation !== 'DELETE')
}

/** Rows tell resources apart by who they are: those of one name are asked about one after the other. */
function groupsOf(handed: readonly Handed[]): readonly (readonly Handed[])[] {
  const groups = new Map<string, Handed[]>()
  const seen = new Map<string, number>()
  for (const one of handed) {
    const operation = one.operation === 'DELETE' ? 'DELETE' : 'CREATE'
    const id = `${operation} ${idOf(one.document.resource)}`
    const turn = seen.get(id) ?? 0
    seen.set(id, turn + 1)
    groups.set(`${operation} ${turn}`, [...(groups.get(`${operation} ${turn}`) ?? []), one])
  }
  return [...groups.values()]
}

type Named = Pick<ResourceId, 'apiVersion' | 'kind' | 'namespace' | 'name'>

/** The CLI fills the namespace in, the reader does not. */
function idOf({ apiVersion, kind, namespace, name }: Named): string {
  return `${apiVersion}/${kind}/${namespace === 'default' ? '' : namespace}/${name}`
}

/** Policies of several kinds may have one name; then the rule tells, also as autogen names its copies. */
function policyOf({ policy, rule }: OfficialRow, policies: readonly PolicyInfo[]): PolicyInfo | undefined {
  const named = policies.filter(({ namespace, name }) => (namespace === '' ? name : `${namespace}/${name}`) === policy)
  const plain = rule.replace(/^autogen-(?:cronjob-)?/, '')
  return named.find(({ rules }) => rules.some(({ name }) => name === rule || name === plain)) ?? named[0]
}

function resultOf({ rule, status, message }: OfficialRow, document: DocumentRef, policy: PolicyInfo): Result {
  const { enforcement } = policy
  return {
    policy,
    rule: rule === '' ? policy.name : rule,
    document,
    status,
    message,
    enforcement,
    paths: [],
    pathProven: false,
  }
}

/** Upstream answers for an image once by its digest and once by its signature. */
function distinct(results: readonly Result[]): readonly Result[] {
  const key = ({ policy, rule, document, status, message }: Result) =>
    JSON.stringify([policy.id, rule, document.handle, document.file, status, message])
  return [...new Map(results.map((one) => [key(one), one])).values()]
}

function inOrder(handed: readonly Handed[], results: readonly Result[]): readonly Result[] {
  const order = new Map(handed.map(({ document }, at) => [document, at]))
  const at = (result: Result) => order.get(result.document) ?? 0
  return [...results].sort((one, other) => at(one) - at(other) || one.policy.id - other.policy.id)
}

/** Autogen adds rules to those that are written; a policy in CEL counts as one. */
function leastRules(policies: readonly PolicyInfo[]): number {
  const isClassic = ({ kind }: PolicyInfo) => kind === 'ClusterPolicy' || kind === 'Policy'
  return policies.reduce((sum, policy) => sum + (isClassic(policy) ? policy.rules.length : 1), 0)
}

function firstProblem({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string | undefined {
  const answer = readKyvernoAnswer({ exitCode: 0, stdout: stdout.replaceAll(/^\{.*/gm, ''), stderr })
  return answer.ok ? undefined : answer.message
}

/** A number beyond 2^53 lost digits on its way here. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isExact)
}
