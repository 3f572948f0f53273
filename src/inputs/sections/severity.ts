import * as z from 'zod/mini'
import { SEVERITIES } from '../severities.ts'
import { told } from '../told.ts'

const severityOf = told(z.enum(SEVERITIES), "The policy's severity here.", SEVERITIES.join(', '))

/** How much a team minds what a policy minds, where that differs from what its author says. */
export const severity = told(
  z._default(z.record(z.string().check(z.minLength(1)), severityOf), {}),
  'Severities that differ from those that the policies state, by `policy` or `policy/rule`.',
  'names of policies, or policy/rule, and their severity',
)
