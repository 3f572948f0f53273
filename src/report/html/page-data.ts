import type { Attempt } from '../../model/attempt.ts'
import type { Diagnostic, DiagnosticLevel } from '../../model/diagnostic.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { PolicyChange } from '../../model/policy-change.ts'
import type { Preview } from '../../model/preview.ts'
import type { Verdict } from '../../model/verdict.ts'
import { attemptLine, stepOf } from '../attempts.ts'
import type { Context } from '../context.ts'
import { letThrough } from '../let-through.ts'
import { type Ranked, worstFirst } from '../order.ts'
import { approvalText, previewLine, previewSteps, whatChanged } from '../policy-changes.ts'
import { relativeUri } from '../relative-uri.ts'
import type { Excerpt, Shown } from '../shown.ts'
import { visible, visibleLine } from '../visible.ts'
import { aboutPlace, headline, pathText, policyAndRule, resourceName, statusNote, whyNotCounted } from '../wording.ts'

// What the page's program shows. Everything in it is text: the program makes text nodes of it, and nothing else.

interface PageFinding {
  readonly level: DiagnosticLevel
  readonly status: string
  /** Index in `policies`. */
  readonly policy: number
  /** Index in `files`. */
  readonly file: number
  readonly line: number
  readonly column: number
  readonly rule: string
  readonly resource: string
  readonly message: string
  readonly enforcement: string
  readonly path?: string
  readonly about?: string
  readonly note?: string
  readonly excerpt?: { readonly line: number; readonly before: string; readonly marked: string; readonly after: string }
}

/** Names and texts that findings share are listed once: ten thousand findings stay a small file. */
export function pageData(shown: Shown, { blobUrl }: Context) {
  const { verdict } = shown
  const ranked = worstFirst(verdict)
  const files = [...new Set(ranked.map(({ finding }) => finding.location.file))].sort()
  const policies = [...new Set([...verdict.policies, ...ranked.map(({ finding }) => finding.result.policy)])]
  const places = { files: new Map(files.map((file, at) => [file, at])), policies: indexOf(policies) }
  return {
    ...(blobUrl === undefined ? {} : { blobUrl, uris: files.map(relativeUri) }),
    files: files.map(visibleLine),
    policies: policies.map(ofPolicy),
    findings: ranked.map((one) => ofFinding(one, shown, places)),
    exceptions: exceptionsOf(verdict, places.files),
    diagnostics: verdict.diagnostics.map(ofDiagnostic),
    ...(verdict.policyChanges === undefined ? {} : { changes: changesOf(verdict.policyChanges, verdict.preview) }),
    skipped: verdict.skipped.map(({ file, reason, detail }) => ({
      file: visibleLine(file),
      reason: detail === undefined ? reason : visibleLine(`${reason}: ${detail}`),
    })),
    ...(verdict.attempt === undefined ? {} : { attempt: ofAttempt(verdict.attempt) }),
  }
}

/** Results of one policy may come with copies of it: it is recognised by what it is. */
function indexOf(policies: readonly PolicyInfo[]): ReadonlyMap<PolicyInfo, number> {
  return new Map(policies.map((policy, at) => [policy, at]))
}

interface Places {
  readonly files: ReadonlyMap<string, number>
  readonly policies: ReadonlyMap<PolicyInfo, number>
}

function ofPolicy({ name, title, description, remedy, category, severity, enforcement, file, line }: PolicyInfo) {
  return {
    name: visibleLine(name),
    ...optional({ title, description, remedy, category }),
    severity,
    enforcement,
    source: visibleLine(`${file}:${line}`),
  }
}

function ofFinding({ finding, level }: Ranked, shown: Shown, { files, policies }: Places): PageFinding {
  const { result, location, path } = finding
  const excerpt = shown.excerpt(location)
  const about = [statusNote(finding), aboutPlace(finding)].filter((words) => words !== '').join('; ')
  return {
    level,
    status: result.status,
    policy: policies.get(result.policy) ?? 0,
    file: files.get(location.file) ?? 0,
    line: location.line,
    column: location.column,
    rule: visibleLine(policyAndRule(finding)),
    resource: visibleLine(resourceName(result.document.resource)),
    message: visible(headline(result.message)),
    enforcement: result.enforcement,
    ...(path === undefined ? {} : { path: visibleLine(pathText(path)) }),
    ...optional({ about, note: whyNotCounted(finding).replace('not counted: ', '') }),
    ...(excerpt === undefined ? {} : { excerpt: ofExcerpt(excerpt) }),
  }
}

function ofExcerpt({ line, text, from, to, cutBefore, cutAfter }: Excerpt) {
  const marked = text.slice(from, to)
  return {
    line,
    before: `${cutBefore ? '…' : ''}${visibleLine(text.slice(0, from))}`,
    marked: visibleLine(marked),
    after: `${visibleLine(text.slice(to))}${cutAfter ? '…' : ''}`,
  }
}

function exceptionsOf(verdict: Verdict, files: Places['files']) {
  return letThrough(verdict).map(({ finding, by, why }) => ({
    by: visibleLine(by),
    rule: visibleLine(policyAndRule(finding)),
    resource: visibleLine(resourceName(finding.result.document.resource)),
    file: files.get(finding.location.file) ?? 0,
    line: finding.location.line,
    ...optional({ why }),
  }))
}

/** What the change makes of its own judges, and what they would say. */
function changesOf(changes: readonly PolicyChange[], preview: Preview | undefined) {
  const files = changes.map((change) => ({
    kind: change.kind,
    file: visibleLine(change.path),
    what: visibleLine(whatChanged(change)),
    approval: visibleLine(approvalText(change)),
  }))
  if (preview === undefined) return { files }
  const steps = previewSteps(preview).map(([sign, { rule, resource }]) => ({
    sign,
    rule: visibleLine(rule),
    resource: visibleLine(resource),
  }))
  return { files, preview: previewLine(preview), steps }
}

function ofDiagnostic({ level, code, message, file, line, column, remedy }: Diagnostic) {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return { level, code: visibleLine(code), message: visible(message), ...optional({ place, remedy }) }
}

function ofAttempt(attempt: Attempt) {
  const { author, history } = attempt
  const who = author.kind === 'person' ? '' : ` The author is the ${author.kind} ${visibleLine(author.name)}.`
  return { line: attemptLine(attempt), who, steps: history.map(stepOf) }
}

/** Texts that are there and not empty, without what nobody sees. */
function optional(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given = Object.entries(texts).filter(([, text]) => text !== undefined && text !== '')
  return Object.fromEntries(given.map(([name, text]) => [name, visible(text ?? '')]))
}

/** The verdict's own numbers, which the page shows without its program. */
export function tiles({ counts, findings, violations }: Verdict, ranked: readonly Ranked[]) {
  const of = (level: DiagnosticLevel): number => ranked.filter((one) => one.level === level).length
  return [
    ['Violations', violations, violations > 0 ? 'error' : ''],
    ['Warnings', of('warning'), of('warning') > 0 ? 'warning' : ''],
    ['Findings', findings.length, ''],
    ['Documents', counts.documents, ''],
    ['Files', counts.files, ''],
    ['Rules', counts.rules, ''],
  ] as const
}
