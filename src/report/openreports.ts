import { grouped } from '../grouped.ts'
import type { Finding } from '../model/finding.ts'
import type { Result, Status } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Context } from './context.ts'
import { worstFirst } from './order.ts'
import type { Shown } from './shown.ts'
import { headline, pathText, whyNotCounted } from './wording.ts'
import { type Plain, yamlText } from './yaml-text.ts'

// https://github.com/openreports/reports-api and, with the same fields, the Policy Working Group's older group.
// Policy Reporter and other dashboards read both.

const KINDS = {
  openreports: { apiVersion: 'openreports.io/v1alpha1', namespaced: 'Report', cluster: 'ClusterReport' },
  policyreport: { apiVersion: 'wgpolicyk8s.io/v1alpha2', namespaced: 'PolicyReport', cluster: 'ClusterPolicyReport' },
} as const

type Group = keyof typeof KINDS

export const openreports = (shown: Shown, context: Context = {}): string => reports(shown, 'openreports', context)

export const policyreport = (shown: Shown, context: Context = {}): string => reports(shown, 'policyreport', context)

/** A report for each namespace, and one for what has none, as documents of one YAML file. */
function reports({ verdict }: Shown, group: Group, context: Context): string {
  const byNamespace = grouped(entriesOf(verdict), ({ result }) => result.document.resource.namespace)
  const namespaces = [...byNamespace.keys()].sort()
  const listed = namespaces.length === 0 ? [''] : namespaces
  const documents = listed.map((namespace) =>
    report(namespace, byNamespace.get(namespace) ?? [], { verdict, group, context }),
  )
  return documents.map((document) => `---\n${yamlText(document)}\n`).join('')
}

interface Entry {
  readonly result: Result
  readonly finding?: Finding
}

/** All results where they were kept, else the findings, worst first. */
function entriesOf(verdict: Verdict): readonly Entry[] {
  const found = worstFirst(verdict).map(({ finding }) => ({ result: finding.result, finding }))
  const rest = verdict.results.filter(({ status }) => status === 'pass' || status === 'skip')
  return [...found, ...rest.map((result) => ({ result }))]
}

interface Setting {
  readonly verdict: Verdict
  readonly group: Group
  readonly context: Context
}

function report(namespace: string, entries: readonly Entry[], { verdict, group, context }: Setting): Plain {
  const kind = KINDS[group]
  const counted: Record<Status, number> = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 }
  const results = entries.map((entry) => resultOf(entry, context.at))
  for (const { result } of results) counted[result]++
  return {
    apiVersion: kind.apiVersion,
    kind: namespace === '' ? kind.cluster : kind.namespaced,
    metadata: {
      name: 'policy-gate',
      ...(namespace === '' ? {} : { namespace }),
      labels: { 'app.kubernetes.io/managed-by': 'policy-gate' },
      annotations: annotationsOf(verdict, context),
    },
    ...(group === 'openreports' ? { source: 'policy-gate' } : {}),
    summary: counted,
    results: results as unknown as Plain,
  }
}

function annotationsOf({ outcome, summary, changes }: Verdict, { runUrl }: Context): Plain {
  return {
    'policy-gate.dev/verdict': outcome,
    'policy-gate.dev/summary': summary,
    ...(changes.head === undefined ? {} : { 'policy-gate.dev/commit': changes.head }),
    ...(runUrl === undefined ? {} : { 'policy-gate.dev/run': runUrl }),
  }
}

/** A failure that an exception or the baseline allows is a skip there, with the reason: dashboards count by result. */
function resultOf({ result, finding }: Entry, at: string | undefined) {
  const { policy, rule, document, status, message } = result
  const { apiVersion, kind, namespace, name } = document.resource
  const reason = finding === undefined ? '' : whyNotCounted(finding)
  return {
    source: policy.engine,
    policy: policy.name,
    rule,
    result: (reason === '' || status === 'error' ? status : 'skip') as Status,
    severity: policy.severity,
    ...(policy.category === undefined ? {} : { category: policy.category }),
    scored: result.enforcement === 'enforce',
    message: status === 'pass' ? message : headline(message),
    ...(at === undefined ? {} : { timestamp: { seconds: Math.floor(Date.parse(at) / 1000), nanos: 0 } }),
    resources: [{ apiVersion, kind, ...(namespace === '' ? {} : { namespace }), name }],
    properties: propertiesOf(result, finding, reason),
  }
}

/** Where it stands, which the formats of the cluster have no fields for. Values are strings. */
function propertiesOf(result: Result, finding: Finding | undefined, reason: string): Record<string, string> {
  const { file, line } = finding?.location ?? result.document
  return {
    file,
    line: String(line),
    ...(finding === undefined
      ? {}
      : { column: String(finding.location.column), precision: finding.location.precision }),
    ...(finding?.path === undefined ? {} : { path: pathText(finding.path) }),
    ...(reason === '' ? {} : { notCounted: reason }),
    policyFile: `${result.policy.file}:${result.policy.line}`,
  }
}
