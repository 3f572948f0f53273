import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Result } from '../../model/result.ts'
import type { Judged } from '../engine.ts'
import { type Disagreement, disagreements, statusesOf } from './compare-answers.ts'
import { DIFFERENCES } from './differences.ts'
import { nameOf } from './problems.ts'
import type { Law, SecondOpinion } from './second-opinion.ts'

/** More of them say nothing new. */
const MOST_SHOWN = 50

/** Whether both said the same. A side that gave no answer agrees with nobody. */
export function agreement(opinion: SecondOpinion, law: Law, embedded: Judged, official: Judged): readonly Diagnostic[] {
  if (official.diagnostics.length > 0 || embedded.diagnostics.some(({ level }) => level === 'error'))
    return official.diagnostics
  const found = disagreements(embedded.results, official.results, (result) => opinion.keyOf(result))
  const program = nameOf(opinion.program)
  const shown = found.slice(0, MOST_SHOWN).map((one) => disagreementOf(one, program, law))
  const more = found.length - shown.length
  return more === 0 ? shown : [...shown, moreOf(more)]
}

function disagreementOf({ embedded, official }: Disagreement, program: string, law: Law): Diagnostic {
  const text = (file: string) => law.files.find(({ path }) => path === file)?.text ?? ''
  const { policy, rule, document } = (embedded[0] ?? official[0]) as Result
  const { kind, name } = document.resource
  const what = `${policy.name}${rule === policy.name ? '' : `/${rule}`} for ${kind} ${name}`
  const known = DIFFERENCES.find(
    ({ reference, because, embedded: ours, policy: only }) =>
      (only?.test(text(policy.file)) ?? true) &&
      reference === statusesOf(official) &&
      because.test(official[0]?.message ?? '') &&
      ours.test(statusesOf(embedded)),
  )
  const place = { file: document.file, line: document.line }
  const both = `the embedded engine says ${answerOf(embedded)}; ${program} says ${answerOf(official)}`
  if (known !== undefined)
    return {
      level: 'note',
      code: 'engine.differs',
      message: `${what}: ${both}. On purpose: ${known.reason}`,
      ...place,
      blame: 'user',
    }
  return {
    level: 'error',
    code: 'engine.disagree',
    message: `${what}: ${both}`,
    ...place,
    remedy: 'one of them is wrong: please report it with the policy and the manifest',
    blame: 'engine',
  }
}

function moreOf(count: number): Diagnostic {
  return {
    level: 'error',
    code: 'engine.disagree',
    message: `the engines disagree on ${count} further rows`,
    remedy: 'narrow `paths` or `policies` to see them',
    blame: 'engine',
  }
}

function answerOf(results: readonly Result[]): string {
  const [first] = results
  if (first === undefined) return 'nothing'
  return `${statusesOf(results)}${first.status === 'pass' || first.message === '' ? '' : ` (${first.message})`}`
}
