import { ownersAt } from '../approvals/owners.ts'
import { People } from '../approvals/people.ts'
import { type Counted, countAttempts } from '../attempts/attempts.ts'
import type { Subject } from '../attempts/branch.ts'
import { maintainers } from '../attempts/maintainers.ts'
import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import { agentSettings } from '../inputs/agent-inputs.ts'
import type { Event } from '../inputs/event.ts'
import type { Options } from '../inputs/options.ts'
import type { AgentSettings } from '../inputs/sections/agents.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Note } from '../publish/note.ts'
import { attempt as safely } from '../publish/publish.ts'
import { type Shown, withAttempt } from '../report/shown.ts'
import { isViolation } from '../verdict/level.ts'
import { gateName, placeOf } from './job.ts'

/** A verdict that knows which attempt it is, and what is to be done about it. */
export interface Attempted {
  readonly shown: Shown
  readonly agents: AgentSettings
  readonly counted?: Counted
  readonly notes: readonly Note[]
}

interface Judged {
  readonly inputs: ActionInputs
  readonly event: Event
  readonly options: Options
}

/** Which attempt of an agent a verdict is. Whatever fails here is told in a note: the verdict stands already. */
export async function withAttempts(host: Host, shown: Shown, { inputs, event, options }: Judged): Promise<Attempted> {
  const agents = agentSettings(options.agents, inputs.agents)
  const subject = await subjectOf(host, inputs, event)
  if (subject === undefined) return { shown, agents, notes: [] }
  let counted: Counted | undefined
  const failed = await safely('Attempts were not counted', async () => {
    counted = await countAttempts(
      subject,
      shown.verdict,
      await settingOf(host, shown.verdict, subject, { agents, owners: options.owners }),
    )
    return undefined
  })
  return {
    shown: counted?.attempt === undefined ? shown : withAttempt(shown, counted.attempt),
    agents,
    ...(counted === undefined ? {} : { counted }),
    notes: [...(counted?.troubles ?? []), ...(failed === undefined ? [] : [failed])],
  }
}

async function subjectOf(host: Host, { token }: ActionInputs, event: Event): Promise<Subject | undefined> {
  const request = event.kind === 'pull-request' ? event.request : undefined
  const place = placeOf(host, token, event)
  if (request === undefined || place === undefined) return undefined
  const { ask, repository } = place
  return { ask, repository, request, login: await place.login(), gate: gateName(host) }
}

interface Settings {
  readonly agents: AgentSettings
  readonly owners: readonly string[]
}

async function settingOf(host: Host, verdict: Verdict, subject: Subject, settings: Settings) {
  const { agents } = settings
  const owners = await ownersOf(host, verdict, settings.owners)
  const people = new People(subject.ask, subject.repository)
  return {
    signs: agents,
    of: agents['max-attempts'],
    label: agents.escalation.label,
    owners,
    isOwner: owners.length === 0 ? maintainers(subject) : (login: string) => people.isOwner(login, owners),
    workflow: {
      file: /\/([^/@]+)@/.exec(host.env['GITHUB_WORKFLOW_REF'] ?? '')?.[1] ?? '',
      run: Number(host.env['GITHUB_RUN_ID'] ?? 0),
    },
  }
}

/** Who owns the policies that are broken now, by the trusted commit and its configuration; of all that judge, where none is. */
async function ownersOf(
  host: Host,
  { changes, findings, policies, failOn }: Verdict,
  configured: readonly string[],
): Promise<readonly string[]> {
  if (changes.base === undefined) return configured
  const broken = findings.filter((finding) => isViolation(finding, failOn)).map(({ result }) => result.policy.file)
  const of = await ownersAt(host, changes.base, configured)
  return [...new Set((broken.length === 0 ? policies.map(({ file }) => file) : broken).flatMap(of))]
}
