import * as z from 'zod/mini'
import type { Status } from '../../model/result.ts'

// What `kyverno apply --policy-report --output-format json -v=2 --remove-color` prints: warnings and lists of policies as text,
// then one report of all cluster-wide policies, and one for each that has a namespace, each on a line of its own.

/** One row: what a rule said of a resource. Namespaces are as the CLI fills them in. */
export interface OfficialRow {
  /** `namespace/name`, or the name alone. */
  readonly policy: string
  /** Kyverno's name of the policy's kind, such as `KyvernoValidatingPolicy`. */
  readonly source: string
  readonly rule: string
  readonly status: Status
  readonly message: string
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export interface Answered {
  readonly ok: true
  readonly rows: readonly OfficialRow[]
  /** Policies that were not applied, and why. */
  readonly refused: ReadonlyMap<string, string>
  /** Names of resources that were not judged, and why. */
  readonly unjudged: readonly { readonly name: string; readonly reason: string }[]
}

export type KyvernoAnswer = Answered | { readonly ok: false; readonly message: string }

const text = z._default(z.string(), '')

const reportSchema = z.object({
  results: z._default(
    z.array(
      z.object({
        source: text,
        policy: z.string(),
        rule: text,
        result: z.enum(['pass', 'fail', 'warn', 'error', 'skip']),
        message: text,
        resources: z._default(z.array(z.object({ apiVersion: text, kind: text, namespace: text, name: text })), []),
      }),
    ),
    [],
  ),
})

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Reads what the CLI printed. Exit codes are 0 and 1, and 1 is said of rows that are there: anything else is no answer. */
export function readKyvernoAnswer({ exitCode, stdout, stderr }: Ended): KyvernoAnswer {
  const said = `${stderr}\n${stdout}`
  const failure = /^(?:Error: (?!exit as)|panic: |fatal error: ).*/m.exec(said)
  if (failure !== null) return { ok: false, message: failure[0] }
  const unread = /Non-fatal parsing error[^\n]*error=(?!\(?policy type not supported)([^\n]*)/.exec(said)
  if (unread !== null) return { ok: false, message: `a policy was passed over: ${unread[1]}` }
  if (exitCode !== 0 && exitCode !== 1) return { ok: false, message: `ended with ${exitCode}` }
  const rows = rowsIn(stdout)
  if (typeof rows === 'string') return { ok: false, message: rows }
  const isBad = rows.some(({ status }) => status === 'fail' || status === 'error')
  if (exitCode === 1 && !isBad) return { ok: false, message: 'ended with 1 and told no failure' }
  return { ok: true, rows, refused: refusedIn(stdout), unjudged: unjudgedIn(said) }
}

/** The rows, or what is wrong with the report. */
function rowsIn(stdout: string): readonly OfficialRow[] | string {
  const rows: OfficialRow[] = []
  for (const line of stdout.split('\n').filter((one) => one.startsWith('{'))) {
    const report = reportSchema.safeParse(jsonOf(line))
    if (!report.success) return `its report cannot be read: ${report.error.issues[0]?.message}`
    for (const { result: status, resources, ...row } of report.data.results)
      rows.push(...resources.map((resource) => ({ ...row, ...resource, status })))
  }
  return rows
}

/** A report that was cut off is no report. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Policies that the CLI lists as skipped or invalid, with its reason. */
function refusedIn(stdout: string): ReadonlyMap<string, string> {
  const found = stdout.matchAll(/^(?:Policies Skipped|Invalid Policies):\n((?:\d+\. .*\n)+)/gm)
  const lines = [...found].flatMap((match) => (match[1] as string).trim().split('\n'))
  return new Map(
    lines.map((line) => {
      const [, name = '', reason = ''] = /^\d+\. ([^:]+)(?:: (.*))?$/.exec(line) ?? []
      return [name, reason]
    }),
  )
}

/** The CLI passes over a resource with no more than a log line, which names it by its bare name. */
function unjudgedIn(log: string): Answered['unjudged'] {
  return [...log.matchAll(/failed to apply policies on resource (\S+) \((.*)\)/g)].map(
    ([, name = '', reason = '']) => ({
      name,
      reason,
    }),
  )
}

/** How many rules it said it would apply; undefined where it said nothing. */
export function rulesApplied(stdout: string): number | undefined {
  const said = /^Applying (\d+) policy rule\(s\)/m.exec(stdout)?.[1]
  return said === undefined ? undefined : Number(said)
}
