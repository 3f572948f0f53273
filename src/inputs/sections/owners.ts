import * as z from 'zod/mini'
import { told } from '../told.ts'

/** Beside those that CODEOWNERS names for a file. */
export const owners = told(
  z._default(z.array(z.string().check(z.regex(/^@[A-Za-z0-9][\w-]*(\/[\w.-]+)?$/))), []),
  'People and teams who may approve exceptions and changes of policies, beside the code owners of the policy files.',
  'a list of @login and @organisation/team',
)

export const requireApproval = told(
  z._default(z.boolean(), false),
  'Whether a change of policies, configuration, data, workflow or owners fails the gate until an owner has approved it.',
  'true or false',
)
