import type { ResourceId } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { NodePath } from '../model/position.ts'
import type { Verdict } from '../model/verdict.ts'

// What every format says in the same words. Nothing here is escaped: that is each format's own affair.

/** Engine messages repeat what the place and the title of a finding already say. */
const PREAMBLE = /^validation (?:error|failure): (?:validation error: )?/
const WHERE_IT_STOPPED = /(?:[ .]rule \S{1,300} failed at path \/\S{0,1000})$/

const LONGEST_MESSAGE = 10_000

export function headline(message: string): string {
  let text = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message
  text = text.replace(PREAMBLE, '')
  for (let shorter = cutTail(text); shorter !== text; shorter = cutTail(text)) text = shorter
  return text.trim() === '' ? 'the rule gave no message' : text.trim()
}

function cutTail(text: string): string {
  const shorter = text.replace(WHERE_IT_STOPPED, '')
  return shorter.trim() === '' ? text : shorter
}

/** A rule that could not be judged is not a rule that failed. */
export function statusNote({ result }: Finding): string {
  return result.status === 'error' ? 'the rule could not be judged' : ''
}

export function policyAndRule({ result }: Finding): string {
  return result.rule === result.policy.name ? result.policy.name : `${result.policy.name}/${result.rule}`
}

/** An address of Terraform says its kind already. */
export function resourceName({ apiVersion, kind, namespace, name, generateName }: ResourceId): string {
  if (apiVersion === '' && name.includes(`${kind}.`)) return name
  const own = name !== '' ? name : generateName === undefined ? '(no name)' : `${generateName}*`
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${own}`
}

/** How a path is written in CEL and in the messages of engines. */
export function pathText(path: NodePath): string {
  return path.map((part, at) => (typeof part === 'number' || part === '*' ? `[${part}]` : member(part, at))).join('')
}

function member(part: string, at: number): string {
  if (!/^[A-Za-z_][\w-]*$/.test(part)) return `[${JSON.stringify(part)}]`
  return at === 0 ? part : `.${part}`
}

/** What a reader has to know about a place that is not exactly the cause; empty when it is. */
export function aboutPlace({ location, path }: Finding): string {
  switch (location.precision) {
    case 'exact':
      return ''
    case 'nearest':
      return path === undefined ? 'the nearest field that is there' : `nearest to the missing ${pathText(path)}`
    case 'document':
      return 'the document as a whole'
    case 'template':
      return 'what it is rendered from; which value decides is not certain'
  }
}

/** Why a finding does not count; empty when it does. */
export function whyNotCounted({ marks }: Finding): string {
  if (marks.exception !== undefined) return `not counted: the exception ${marks.exception} allows it`
  if (marks.baselined === true) return 'not counted: it is in the baseline'
  if (marks.existing === true) return 'not counted: it stood at the base already, as it stands now'
  if (!marks.inScope) return 'not counted: outside of what the change touches'
  return marks.mild === true ? 'not counted: its severity is below what fails the gate' : ''
}

export function verdictLine({ outcome, summary }: Verdict): string {
  return `Policy Gate: ${outcome} — ${summary}`
}

/** Long words of others, cut for a table. */
export function clip(text: string, longest = 300): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** How many files, or parts of files, were looked at and not judged, by reason; empty when none. */
export function skippedLine({ skipped }: Verdict): string {
  if (skipped.length === 0) return ''
  const reasons = new Map<string, number>()
  for (const { reason } of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const parts = [...reasons].map(([reason, times]) => `${times} ${reason}`)
  return `${count(skipped.length, 'file')} or parts of files not judged: ${parts.join(', ')}`
}

export function countsLine({ counts }: Verdict): string {
  const { files, documents, policies, rules } = counts
  const evaluated = `${count(documents, 'document')} in ${count(files, 'file')} × ${count(rules, 'rule')} of ${count(policies, 'policy', 'policies')}`
  return `${evaluated}: ${counts.pass} pass, ${counts.fail} fail, ${counts.warn} warn, ${counts.error} error, ${counts.skip} skip`
}

export function enginesLine({ engines }: Verdict): string {
  const parts = Object.entries(engines).map(([name, { version, digest }]) => `${name} ${version} (${digest})`)
  return parts.join(', ')
}
