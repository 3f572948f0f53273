import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyInfo, Severity } from '../model/policy.ts'
import type { Location } from '../model/position.ts'
import type { Verdict } from '../model/verdict.ts'
import { fingerprints } from '../verdict/fingerprint.ts'
import { VERSION } from '../version.ts'
import type { Context } from './context.ts'
import { jsonText } from './json-text.ts'
import { type Ranked, worstFirst } from './order.ts'
import { relativeUri } from './relative-uri.ts'
import type { Shown } from './shown.ts'
import { visible, visibleLine } from './visible.ts'
import { aboutPlace, count, headline, policyAndRule, resourceName, statusNote, whyNotCounted } from './wording.ts'

// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, as GitHub's code scanning reads it.

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const HOME = 'https://github.com/policy-gate/policy-gate'

/** GitHub refuses a run with more results. It shows 5,000 of them, the worst first, which is the order here. */
export const MOST_RESULTS = 25_000

/** GitHub cuts what is longer. */
const LONGEST_NAME = 255
const LONGEST_DESCRIPTION = 1_000
const LONGEST_MESSAGE = 8_000

/** What GitHub sorts alerts by: above 9 critical, from 7 high, from 4 medium, above 0 low. `info` is no matter of security. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: undefined,
}

const PROBLEM_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'recommendation',
}

export interface SarifOptions extends Context {
  /** The most results to write; the worst are kept and the rest is counted. */
  readonly results?: number
}

/** A log of one run. Texts of others are plain text without links. */
export function sarif(shown: Shown, options: SarifOptions = {}): string {
  return jsonText(sarifLog(shown, options))
}

export function sarifLog(shown: Shown, { results: limit = MOST_RESULTS, gate, repositoryUrl }: SarifOptions = {}) {
  const { verdict } = shown
  const ranked = worstFirst(verdict).slice(0, Math.min(limit, MOST_RESULTS))
  const prints = fingerprints(ranked.map(({ finding }) => finding))
  const rules = rulesOf(ranked)
  const left = verdict.findings.length - ranked.length
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driverOf(rules), extensions: extensionsOf(verdict) },
        automationDetails: { id: `policy-gate/${gate === undefined ? '' : `${gate}/`}` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        ...provenance(verdict, repositoryUrl),
        invocations: [invocationOf(verdict, left)],
        results: ranked.map((one) => resultOf(one, shown, rules, prints.get(one.finding) ?? '')),
        properties: { verdict: verdict.outcome, violations: verdict.violations, findings: verdict.findings.length },
      },
    ],
  }
}

/** Rules that have a result, in the order of their ids, with their index. */
type Rules = ReadonlyMap<string, { readonly index: number; readonly policy: PolicyInfo }>

function rulesOf(ranked: readonly Ranked[]): Rules {
  const policies = new Map(ranked.map(({ finding }) => [ruleId(finding), finding.result.policy]))
  const sorted = [...policies].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(sorted.map(([id, policy], index) => [id, { index, policy }]))
}

const ruleId = (finding: Finding): string => clip(visibleLine(policyAndRule(finding)), LONGEST_NAME)

function driverOf(rules: Rules) {
  return {
    name: 'Policy Gate',
    semanticVersion: VERSION,
    informationUri: HOME,
    rules: [...rules].map(([id, { policy }]) => ruleOf(id, policy)),
  }
}

function ruleOf(id: string, policy: PolicyInfo) {
  const security = SECURITY_SEVERITY[policy.severity]
  const title = policy.title ?? id
  const why = policy.description ?? `Required by the policy ${policy.name}.`
  return {
    id,
    shortDescription: { text: clip(plain(title), LONGEST_DESCRIPTION) },
    fullDescription: { text: clip(plain(why), LONGEST_DESCRIPTION) },
    help: { text: plain(helpOf(policy, why)) },
    defaultConfiguration: { level: policy.enforcement === 'enforce' ? 'error' : 'warning' },
    properties: {
      tags: ['policy', policy.engine, ...(policy.category === undefined ? [] : [visibleLine(policy.category)])],
      precision: 'very-high',
      'problem.severity': PROBLEM_SEVERITY[policy.severity],
      ...(security === undefined ? {} : { 'security-severity': security }),
    },
  }
}

function helpOf({ remedy, file, line, enforcement, severity }: PolicyInfo, why: string): string {
  const lines = [why, ...(remedy === undefined ? [] : [`Remedy: ${remedy}`])]
  return [...lines, `Policy: ${file}:${line} (${enforcement}, ${severity})`].join('\n\n')
}

function extensionsOf({ engines }: Verdict) {
  return Object.entries(engines).map(([name, { version, digest }]) => ({ name, version, properties: { digest } }))
}

function provenance({ changes }: Verdict, repositoryUrl: string | undefined) {
  if (repositoryUrl === undefined || changes.head === undefined) return {}
  return {
    versionControlProvenance: [
      { repositoryUri: repositoryUrl, revisionId: changes.head, mappedTo: { uriBaseId: '%SRCROOT%' } },
    ],
  }
}

/** What went wrong beside the findings stands in the invocation, so that nobody takes a broken run for a clean one. */
function invocationOf({ outcome, diagnostics }: Verdict, left: number) {
  const cut =
    left === 0 ? [] : [notification('note', 'report.cut', `${count(left, 'finding')} left out: the worst are listed`)]
  return {
    executionSuccessful: outcome !== 'error',
    toolExecutionNotifications: [...diagnostics.map(ofDiagnostic), ...cut],
  }
}

function ofDiagnostic({ level, code, message, remedy, file, line, column }: Diagnostic) {
  const text = remedy === undefined ? message : `${message}\nRemedy: ${remedy}`
  const region =
    line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  const location =
    file === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: artifact(file), ...region } }] }
  return { ...notification(level, code, text), ...location }
}

function notification(level: DiagnosticLevel, code: string, text: string) {
  return { descriptor: { id: code }, level, message: { text: clip(plain(text), LONGEST_MESSAGE) } }
}

function resultOf({ finding, level }: Ranked, shown: Shown, rules: Rules, print: string) {
  const { result } = finding
  const { policy } = result
  const id = ruleId(finding)
  return {
    ruleId: id,
    ruleIndex: rules.get(id)?.index ?? -1,
    level,
    message: { text: clip(plain(messageOf(finding)), LONGEST_MESSAGE) },
    locations: [locationOf(finding, shown)],
    relatedLocations: [
      {
        id: 1,
        message: { text: 'The policy.' },
        physicalLocation: { artifactLocation: artifact(policy.file), region: { startLine: policy.line } },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: print, 'policyGate/v1': print },
    ...suppressions(finding),
    properties: {
      severity: policy.severity,
      enforcement: result.enforcement,
      status: result.status,
      precision: finding.location.precision,
      inScope: finding.marks.inScope,
    },
  }
}

function messageOf(finding: Finding): string {
  const { result } = finding
  const notes = [statusNote(finding), aboutPlace(finding), whyNotCounted(finding)].filter((words) => words !== '')
  const about = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  return `${headline(result.message)}\n${resourceName(result.document.resource)}${about}`
}

function locationOf({ result, location }: Finding, shown: Shown) {
  const { kind, namespace, name } = result.document.resource
  const excerpt = shown.excerpt(location)
  const snippet = excerpt === undefined ? {} : { snippet: { text: visible(excerpt.text) } }
  return {
    physicalLocation: { artifactLocation: artifact(location.file), region: { ...regionOf(location), ...snippet } },
    logicalLocations: [
      {
        kind: 'resource',
        fullyQualifiedName: visibleLine([kind, namespace, name].filter((part) => part !== '').join('/')),
      },
    ],
  }
}

/** GitHub shows an alert on the first line of its region: what spans a whole block is shown where it begins. */
function regionOf({ line, column, endLine, endColumn }: Location) {
  const ends = endLine === line && endColumn > column ? { endLine, endColumn } : {}
  return { startLine: line, startColumn: column, ...ends }
}

const artifact = (file: string) => ({ uri: relativeUri(file), uriBaseId: '%SRCROOT%' })

/** An exception and the baseline are decisions of people, taken outside of the source. */
function suppressions({ marks, result }: Finding) {
  const exception = marks.exception ?? result.exception
  const reasons = [
    ...(exception === undefined ? [] : [`the exception ${exception} allows it`]),
    ...(marks.baselined === true ? ['it is in the baseline'] : []),
  ]
  if (reasons.length === 0) return {}
  return {
    suppressions: reasons.map((text) => ({ kind: 'external', status: 'accepted', justification: plain(text) })),
  }
}

/** Square brackets would make a link of what stands between them (section 3.11.6). */
function plain(text: string): string {
  return visible(text).replace(/[\\[\]]/g, (mark) => `\\${mark}`)
}

function clip(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
