import type { Host } from '../host/host.ts'
import type { Publication } from '../publish/publish.ts'
import type { Context } from '../report/context.ts'
import { escalationNotice } from '../report/escalation.ts'
import type { Attempted } from './count-attempts.ts'

/** Who is called in once the attempts are used up; a label that is to go once an owner has given new ones. */
export function escalationOf(
  host: Host,
  { shown, agents, counted }: Attempted,
  context: Context,
): Pick<Publication, 'escalation' | 'over'> {
  const { attempt } = shown.verdict
  const { label, reviewers, teams, assignees } = agents.escalation
  if (counted === undefined) return {}
  if (attempt?.escalated !== true) return counted.isOver ? { over: label } : {}
  return {
    escalation: {
      label,
      reviewers,
      teams,
      assignees,
      notify: notifyOf(host, { shown, agents, notes: [] }, context),
      isCalled: counted.isCalled,
      isLast: attempt.number === attempt.of,
    },
  }
}

function notifyOf(host: Host, { shown, agents }: Attempted, { change = '', repositoryUrl, runUrl }: Context) {
  const url = agents.escalation['notify-url']
  const { postJson } = host
  if (url === undefined || postJson === undefined) return undefined
  const [, number] = change.split('#')
  const page = repositoryUrl === undefined || number === undefined ? runUrl : `${repositoryUrl}/pull/${number}`
  const notice = escalationNotice(shown.verdict, change, page)
  return notice === undefined ? undefined : () => postJson(url, notice)
}
