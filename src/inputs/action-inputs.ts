import * as core from '@actions/core'
import { ConfigError } from '../errors.ts'
import type { Shard } from '../model/shard.ts'
import { AGENT_INPUTS, AGENT_LISTS, type AgentInputs, parseAgentInputs } from './agent-inputs.ts'
import { type Given, type OptionKey, type Source, unknownKey } from './options.ts'
import { PUBLICATION_INPUTS, type PublicationInputs, parsePublicationInputs } from './publication-inputs.ts'
import { parseReportFile, type ReportFile } from './report-files.ts'
import { parseShard } from './shard.ts'
import { TOOL_INPUTS } from './tool-settings.ts'

/** The inputs of action.yml. */
export const ACTION_INPUTS = [
  'config',
  'policies',
  'builtin',
  'paths',
  'fail-on',
  'fail-on-severity',
  'scope',
  'baseline',
  'values',
  'set',
  'user-info',
  'context',
  'plans',
  'rego-paths',
  'parsers',
  'namespaces',
  'data',
  'combine',
  'allow-builtins',
  'report',
  'reports',
  'record',
  'comment',
  'check-run',
  'suggestions',
  'upload-sarif',
  'artifact',
  'record-branch',
  'shard',
  'merge',
  'max-attempts',
  'escalation-label',
  'escalation-reviewers',
  'escalation-teams',
  'escalation-assignees',
  'notify-url',
  'github-token',
  'timeout',
  'max-file-size',
  'engine',
  'kyverno-version',
  'conftest-version',
  'kyverno-checksum',
  'conftest-checksum',
  'tool-path',
  'tool-mirror',
  'tool-trust-root',
] as const

type ActionInput = (typeof ACTION_INPUTS)[number]

/** What a workflow asks of the action, beside the options every host has. */
export interface ActionInputs {
  /** What is said of the settings of the run, which the configuration completes. */
  readonly given: Given
  /** Where the JSON report goes. */
  readonly report: string
  /** Reports of other formats, and where they go. */
  readonly reports: readonly ReportFile[]
  /** The file that the run's line is appended to; empty when none is wanted. */
  readonly record: string
  readonly publication: PublicationInputs
  readonly agents: AgentInputs
  /** Where the feedback for agents goes. */
  readonly feedback: string
  /** Empty when the workflow gives none. */
  readonly token: string
  /** This job judges the documents of one shard, and decides nothing. */
  readonly shard: Shard | undefined
  /** This job decides from the parts of shards: files, folders and globs, or `auto` – what they left as artifacts of the run. */
  readonly merge: 'auto' | readonly string[] | undefined
}

const SOURCE: Source = {
  noun: 'input',
  name: (key) => key,
  where: ([key]) => ({ input: String(key) }),
  allowed: ACTION_INPUTS,
}

/**
 * Reads the INPUT_ variables once. The runner only warns of an input that no action knows, and a misspelt
 * `fail-on` would then silently be the default: here it is an error.
 */
export function readActionInputs(env: Readonly<Record<string, string | undefined>>): ActionInputs {
  refuseUnknown(env)
  const token = core.getInput('github-token')
  for (const secret of [token, core.getInput('notify-url')]) if (secret !== '') core.setSecret(secret)
  return {
    given: { raw: given(), source: SOURCE, config: core.getInput('config') || undefined },
    report: core.getInput('report') || `${env['RUNNER_TEMP'] ?? '.'}/policy-gate-report.json`,
    reports: wordsOf(core.getInput('reports')).map((words) => parseReportFile(words, { input: 'reports' })),
    record: core.getInput('record'),
    agents: agentInputs(),
    feedback: `${env['RUNNER_TEMP'] ?? '.'}/policy-feedback.json`,
    publication: parsePublicationInputs(nonEmpty(PUBLICATION_INPUTS)),
    token,
    ...division(core.getInput('shard'), wordsOf(core.getInput('merge'))),
  }
}

function division(shard: string, merge: readonly string[]): Pick<ActionInputs, 'shard' | 'merge'> {
  if (shard !== '' && merge.length > 0) throw bothGiven()
  return {
    shard: shard === '' ? undefined : parseShard(shard, { input: 'shard' }),
    merge: merge.length === 0 ? undefined : merge.join() === 'auto' ? 'auto' : merge,
  }
}

function bothGiven(): ConfigError {
  return new ConfigError({
    code: 'config.contradiction',
    what: 'shard and merge cannot be given together',
    where: { input: 'shard' },
    remedy: 'give `shard` to the jobs of the matrix, and `merge` to the one that needs them',
  })
}

function nonEmpty(names: readonly ActionInput[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, core.getInput(name)]).filter(([, value]) => value !== ''))
}

function agentInputs(): AgentInputs {
  const given = AGENT_INPUTS.map((name) => [name, core.getInput(name)] as const).filter(([, value]) => value !== '')
  return parseAgentInputs(
    Object.fromEntries(given.map(([name, value]) => [name, AGENT_LISTS.includes(name) ? wordsOf(value) : value])),
  )
}

function refuseUnknown(env: Readonly<Record<string, string | undefined>>): void {
  const known = new Set(ACTION_INPUTS.map((name) => `INPUT_${name.toUpperCase()}`))
  for (const variable of Object.keys(env).sort()) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue
    throw unknownKey([variable.slice('INPUT_'.length).toLowerCase()], SOURCE)
  }
}

/** An input that is empty was not given: action.yml's own default, or none. */
function given(): Partial<Record<OptionKey, unknown>> {
  const single = [
    'fail-on',
    'fail-on-severity',
    'scope',
    'baseline',
    'values',
    'user-info',
    'context',
    'timeout',
    'max-file-size',
    ...TOOL_INPUTS,
  ] as const satisfies readonly ActionInput[]
  const lists = [
    'policies',
    'builtin',
    'paths',
    'set',
    'plans',
    'rego-paths',
    'parsers',
    'namespaces',
    'data',
    'allow-builtins',
  ] as const satisfies readonly ActionInput[]
  const entries = [
    ...single.map((name) => [name, core.getInput(name)] as const),
    ...lists.map((name) => [name, wordsOf(core.getInput(name))] as const),
    ['combine', switchOf(core.getInput('combine'))] as const,
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '' && !isEmptyList(value)))
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0

/** What is neither is left for the options to refuse. */
function switchOf(text: string): boolean | string {
  return text === 'true' ? true : text === 'false' ? false : text
}

/** Lines or commas part the words; a comma inside `{a,b}` is the glob's own. */
function wordsOf(text: string): readonly string[] {
  return text
    .split(/\r?\n|,(?![^{}]*\})/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
