import { type Baseline, trustedBaseline } from './changes/baseline.ts'
import { committedPlans } from './changes/committed-plans.ts'
import { terraformSources } from './changes/terraform-sources.ts'
import { Locator } from './documents/locate.ts'
import { withColumn } from './documents/syntax-error.ts'
import { TerraformPlaces } from './documents/terraform-places.ts'
import type { StandingException } from './exceptions/standing.ts'
import { changedLines } from './existing/changed-lines.ts'
import { unchangedDocuments } from './existing/unchanged.ts'
import { type Case, type Heard, hear } from './hearing.ts'
import type { Host } from './host/host.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { ExceptionEntry } from './model/exception.ts'
import type { Finding } from './model/finding.ts'
import type { Suggestion } from './model/suggestion.ts'
import { advise as adviseOn } from './remedies/advise.ts'
import { judgeAgainWith } from './remedies/judge-again.ts'
import { type Suggested, suggest as suggestOn } from './remedies/suggest.ts'
import { joined } from './render/joined.ts'
import { renderBase } from './render/render-base.ts'
import { traced } from './render/trace.ts'
import { baselineState, markBaseline } from './verdict/baseline.ts'
import type { Evidence } from './verdict/decide.ts'
import { exceptionDiagnostics } from './verdict/exception-diagnostics.ts'
import { markExceptions } from './verdict/exceptions.ts'
import { findingsOf } from './verdict/findings.ts'
import { withoutSaidByPlan } from './verdict/said-by-plan.ts'
import { markScope } from './verdict/scope.ts'
import { markMild, namesNothing, policiesWithSeverities, withSeverities } from './verdict/severity.ts'

/** What is said of a judgement beyond the verdict. */
export interface Wishes {
  /** Say of each finding what would satisfy its rule, and prove a remedy where there is one. */
  readonly advise: boolean
  /** Mend what can be mended, and tell the lines. */
  readonly suggest?: Suggested | undefined
}

/** Where the judgement stands, what it rests on, and where its places are. */
export interface Judgement {
  readonly evidence: Evidence
  readonly locator: Locator
  /** The exceptions of the evidence as they are written, in the same order. */
  readonly written: readonly StandingException[]
}

/** Judges what changed by the policies of the law: hear, locate, mark. The verdict is decided elsewhere. */
export async function judge(host: Host, hearing: Case, wishes: Wishes): Promise<Judgement> {
  const { comparison, law, engines, renderer } = hearing
  const { changes } = comparison
  const baseline = await trustedBaseline(host, law.ground, law.options)
  const known = new Set(baseline.entries.map(({ id }) => id))
  const heard = await hear(host, hearing)
  const { loaded, read, judged, written } = heard
  const results = withSeverities(judged.results, law.options.severity)
  const located = await locate(host, hearing, heard, results)
  const marked = await mark(host, hearing, heard, located.findings, known)
  const { findings, suggestions } = await told(hearing, heard, located, marked.findings, wishes)
  const evidence: Evidence = {
    findings,
    suggestions,
    results: results.map(marked.shown),
    documents: judged.documents,
    diagnostics: [
      ...(await diagnosticsOf(host, hearing, heard, baseline)).map((one) => withColumn(one, located.texts)),
      ...exceptionDiagnostics(marked.exceptions, changes),
    ],
    skipped: [...read.skipped, ...judged.skipped],
    policies: policiesWithSeverities(loaded.policies, law.options.severity),
    engines: { ...engines.versions(), ...renderer.versions() },
    changes,
    baseline: baseline.file === undefined ? undefined : baselineState(baseline.file, known, findings, changes),
    exceptions: marked.exceptions,
  }
  return { evidence, locator: located.locator, written }
}

type Results = Heard['judged']['results']

interface Located {
  readonly findings: readonly Finding[]
  /** The sources of places, by the names that findings have for them. */
  readonly texts: ReadonlyMap<string, string>
  readonly locator: Locator
}

/** Where findings stand in what people wrote. */
async function locate(host: Host, hearing: Case, heard: Heard, results: Results): Promise<Located> {
  const { comparison, law, engines, renderer } = hearing
  const { read, rendered, base } = heard
  const terraform = await terraformSources(host, comparison, law.options, results)
  const texts = new Map([...terraform, ...base, ...read.sources].map(({ path, text }) => [path, text]))
  for (const [path, text] of rendered.texts) texts.set(path, text)
  const locator = new Locator(texts, new TerraformPlaces(await engines.indexHcl(terraform)))
  const findings = await traced(findingsOf(results, locator), rendered, renderer.start)
  return { findings, texts, locator }
}

interface Marked {
  readonly findings: readonly Finding[]
  readonly exceptions: readonly ExceptionEntry[]
  /** A result as its finding shows it. */
  shown(result: Results[number]): Results[number]
}

/** Marks what does not count: nothing is taken away. */
async function mark(
  host: Host,
  hearing: Case,
  heard: Heard,
  found: readonly Finding[],
  known: ReadonlySet<string>,
): Promise<Marked> {
  const { law } = hearing
  const scoped = await scopedFindings(host, hearing, heard, found)
  const counted = markMild(scoped, law.options['fail-on-severity'])
  const excepted = markExceptions(counted, heard.written, heard.loaded.policies, law.rules)
  const { findings, results } = joined(excepted.findings, heard.rendered)
  return {
    findings: markBaseline(withoutSaidByPlan(findings), known), // it knows findings as they are shown
    exceptions: excepted.exceptions,
    shown: (result) => {
      const own = excepted.results.get(result) ?? result
      return results.get(own) ?? own
    },
  }
}

async function scopedFindings(
  host: Host,
  { comparison, law, engines, renderer }: Case,
  { read, rendered, base }: Heard,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const { options, configuration: file } = law
  const compared = {
    findings,
    sources: read.sources,
    base,
    rendered,
    renderBase: () => renderBase(host, comparison, { options, file }, renderer.start),
  }
  return markScope(findings, {
    changes: comparison.changes,
    scope: options.scope,
    unchanged: await unchangedDocuments(host, engines, comparison, options, compared),
    lines: await changedLines(host, comparison, options, findings),
  })
}

/** What would satisfy the rules, as far as it is wished for. */
async function told(
  { law, engines }: Case,
  { base }: Heard,
  { texts }: Located,
  marked: readonly Finding[],
  { advise, suggest }: Wishes,
): Promise<{ readonly findings: readonly Finding[]; readonly suggestions: readonly Suggestion[] }> {
  const again = { policies: law.files.files, texts, judge: judgeAgainWith(engines, base) }
  return {
    findings: advise ? await adviseOn(marked, again) : marked,
    suggestions: suggest === undefined ? [] : await suggestOn(marked, again, suggest),
  }
}

async function diagnosticsOf(
  host: Host,
  { scope, comparison, law }: Case,
  { loaded, read, judged }: Heard,
  baseline: Baseline,
): Promise<readonly Diagnostic[]> {
  return [
    ...baseline.diagnostics,
    ...namesNothing(loaded.policies, law.options.severity),
    ...loaded.diagnostics,
    ...read.diagnostics,
    ...(await committedPlans(host, scope, comparison, judged.documents)),
    ...judged.diagnostics,
  ]
}
