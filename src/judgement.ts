import { trustedBaseline } from './changes/baseline.ts'
import { committedPlans } from './changes/committed-plans.ts'
import { terraformSources } from './changes/terraform-sources.ts'
import { Locator } from './documents/locate.ts'
import { withColumn } from './documents/syntax-error.ts'
import { TerraformPlaces } from './documents/terraform-places.ts'
import type { StandingException } from './exceptions/standing.ts'
import { changedLines } from './existing/changed-lines.ts'
import { unchangedDocuments } from './existing/unchanged.ts'
import { type Case, hear } from './hearing.ts'
import type { Host } from './host/host.ts'
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
export async function judge(host: Host, hearing: Case, { advise, suggest }: Wishes): Promise<Judgement> {
  const { scope, comparison, law, engines, renderer } = hearing
  const { files, options } = law
  const baseline = await trustedBaseline(host, law.ground, options)
  const { loaded, read, rendered, base, judged: answers, written } = await hear(host, hearing)
  const judged = { ...answers, results: withSeverities(answers.results, options.severity) }

  const terraform = await terraformSources(host, comparison, options, judged.results)
  const texts = new Map([...terraform, ...base, ...read.sources].map(({ path, text }) => [path, text]))
  for (const [path, text] of rendered.texts) texts.set(path, text)
  const locator = new Locator(texts, new TerraformPlaces(await engines.indexHcl(terraform)))
  const found = await traced(findingsOf(judged.results, locator), rendered, renderer.start)
  const compared = {
    findings: found,
    sources: read.sources,
    base,
    rendered,
    renderBase: () => renderBase(host, comparison, { options, file: law.configuration }, renderer.start),
  }
  const scoped = markScope(found, {
    changes: comparison.changes,
    scope: options.scope,
    unchanged: await unchangedDocuments(host, engines, comparison, options, compared),
    lines: await changedLines(host, comparison, options, found),
  })
  const excepted = markExceptions(markMild(scoped, options['fail-on-severity']), written, loaded.policies, law.rules)
  const known = new Set(baseline.entries.map(({ id }) => id))
  const { findings: atSource, results: shown } = joined(excepted.findings, rendered)
  const marked = markBaseline(withoutSaidByPlan(atSource), known) // it knows findings as they are shown
  const again = { policies: files.files, texts, judge: judgeAgainWith(engines, base) }
  const findings = advise ? await adviseOn(marked, again) : marked
  const named = { diagnostics: namesNothing(loaded.policies, options.severity) }
  const suggestions = suggest === undefined ? [] : await suggestOn(marked, again, suggest)
  const ownPlans = { diagnostics: await committedPlans(host, scope, comparison, judged.documents) }
  const evidence: Evidence = {
    findings,
    suggestions,
    results: judged.results
      .map((result) => excepted.results.get(result) ?? result)
      .map((result) => shown.get(result) ?? result),
    documents: judged.documents,
    diagnostics: [
      ...[baseline, named, loaded, read, ownPlans, judged].flatMap(({ diagnostics }) =>
        diagnostics.map((one) => withColumn(one, texts)),
      ),
      ...exceptionDiagnostics(excepted.exceptions, comparison.changes),
    ],
    skipped: [...read.skipped, ...judged.skipped],
    policies: policiesWithSeverities(loaded.policies, options.severity),
    engines: { ...engines.versions(), ...renderer.versions() },
    changes: comparison.changes,
    baseline:
      baseline.file === undefined ? undefined : baselineState(baseline.file, known, findings, comparison.changes),
    exceptions: excepted.exceptions,
  }
  return { evidence, locator, written }
}
