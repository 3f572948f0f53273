import * as z from 'zod/mini'
import { told } from '../told.ts'

const text = z.string().check(z.minLength(1), z.maxLength(255))

const list = (description: string, expected: string) => told(z._default(z.array(text), []), description, expected)

const attempts = z.pipe(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,3}$/)), z.transform(Number))]),
  z.int().check(z.minimum(1), z.maximum(100)),
)

/** A webhook gets what keeps failing: never in clear. */
const address = z.string().check(
  z.maxLength(2_000),
  z.refine((given) => URL.canParse(given) && new URL(given).protocol === 'https:'),
)

/** Each of these is an input of the action as well. */
export const escalation = {
  label: told(
    z._default(text, 'policy-gate: needs a person'),
    'The label of a pull request that needs a person.',
    'the name of a label',
  ),
  reviewers: list('Who is asked for a review when the attempts are used up.', 'a list of logins'),
  teams: list('Teams that are asked for a review when the attempts are used up.', 'a list of slugs of teams'),
  assignees: list('Who is assigned when the attempts are used up.', 'a list of logins'),
  'notify-url': told(
    z.optional(address),
    'A webhook that is told when the attempts are used up, in the form of Slack.',
    'an address that begins with https://',
  ),
}

export const maxAttempts = told(
  z._default(attempts, 3),
  'How many commits of an agent may break policies before a person is called in.',
  'a whole number from 1 to 100',
)

/** Who counts as an agent beside those that are known, and what happens when one does not get it right. */
export const agents = told(
  z.prefault(
    z.strictObject({
      logins: list('Logins of further agents.', 'a list of logins'),
      apps: list('Slugs of apps that are agents.', 'a list of slugs, such as my-agent'),
      trailers: list("Text in a commit's trailers that an agent leaves.", 'a list of texts, such as an address'),
      branches: list('How branches of agents begin.', 'a list of beginnings, such as my-agent/'),
      labels: list('Labels of pull requests that agents write.', 'a list of names of labels'),
      'max-attempts': maxAttempts,
      escalation: told(
        z.prefault(z.strictObject(escalation), {}),
        'Who is called in when the attempts are used up, and how.',
        'label, reviewers, teams, assignees, notify-url',
      ),
    }),
    {},
  ),
  'Who counts as an agent, how many attempts one has, and who is called in then.',
  'logins, apps, trailers, branches, labels, max-attempts, escalation',
)

export type AgentSettings = Readonly<z.output<typeof agents>>
