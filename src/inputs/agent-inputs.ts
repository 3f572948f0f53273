import * as z from 'zod/mini'
import { ConfigError } from '../errors.ts'
import { type AgentSettings, escalation, maxAttempts } from './sections/agents.ts'
import { TOLD } from './told.ts'

const shape = {
  'max-attempts': maxAttempts,
  'escalation-label': escalation.label,
  'escalation-reviewers': escalation.reviewers,
  'escalation-teams': escalation.teams,
  'escalation-assignees': escalation.assignees,
  'notify-url': escalation['notify-url'],
}

const schema = z.partial(z.strictObject(shape))

export type AgentInput = keyof typeof shape

/** What the workflow says of attempts and escalation; what it leaves out, the configuration says. */
export type AgentInputs = Readonly<z.output<typeof schema>>

export const AGENT_INPUTS = Object.keys(shape) as readonly AgentInput[]

/** These take several values. */
export const AGENT_LISTS: readonly AgentInput[] = ['escalation-reviewers', 'escalation-teams', 'escalation-assignees']

/** `raw` has no empty values. The address of a webhook is never repeated: whoever has it can write there. */
export function parseAgentInputs(raw: Readonly<Partial<Record<AgentInput, unknown>>>): AgentInputs {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return onlyGiven(parsed.data, raw)
  const key = String(parsed.error.issues[0]?.path[0]) as AgentInput
  throw new ConfigError({
    code: 'config.bad-value',
    what: `the input ${key} cannot be ${key === 'notify-url' ? 'what it is' : JSON.stringify(raw[key])}`,
    where: { input: key },
    remedy: `it takes ${TOLD.get(shape[key])?.expected}`,
  })
}

/** A default is for the configuration to say, not for an input that was not given. */
function onlyGiven(data: AgentInputs, raw: Readonly<Partial<Record<AgentInput, unknown>>>): AgentInputs {
  return Object.fromEntries(Object.entries(data).filter(([key]) => Object.hasOwn(raw, key)))
}

/** The configuration's settings, and before them the workflow's. */
export function agentSettings(configured: AgentSettings, given: AgentInputs): AgentSettings {
  const { escalation: known } = configured
  return {
    ...configured,
    'max-attempts': given['max-attempts'] ?? configured['max-attempts'],
    escalation: {
      label: given['escalation-label'] ?? known.label,
      reviewers: given['escalation-reviewers'] ?? known.reviewers,
      teams: given['escalation-teams'] ?? known.teams,
      assignees: given['escalation-assignees'] ?? known.assignees,
      'notify-url': given['notify-url'] ?? known['notify-url'],
    },
  }
}
