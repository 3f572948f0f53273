import * as z from 'zod/mini'
import { told } from '../told.ts'

const word = z.string().check(z.minLength(1))

const text = (description: string) => told(z.optional(word), description, 'text')

const resource = told(
  z.optional(
    z.strictObject({
      kind: text('The kind of the resource.'),
      namespace: text('The namespace of the resource.'),
      name: text('The name of the resource; `*` stands for any characters.'),
      labels: told(
        z.optional(z.record(z.string(), z.string())),
        'Labels that the resource has, at the base as well.',
        'names of labels and their values',
      ),
    }),
  ),
  'The resource that is let through.',
  'kind, namespace, name and labels',
)

/** What is incomplete is reported as such and does not count: only what cannot be understood is an error. */
export const exceptions = told(
  z._default(
    z.array(
      z.strictObject({
        policy: told(word, 'The policy that need not be obeyed.', 'the name of a policy, or `*`'),
        rule: text('The rule of the policy; without it, all of them.'),
        resource,
        path: text('A glob of the files it holds for.'),
        justification: text('Why this is acceptable, in a sentence.'),
        expires: text('The last day on which it counts, YYYY-MM-DD.'),
        ticket: text('Where it was agreed.'),
        approver: text('Who agreed to it.'),
      }),
    ),
    [],
  ),
  'Findings that are let through, each with what, why, and until when.',
  'a list of exceptions',
)

/** What an exception has to be. */
export const exceptionRules = told(
  z._default(
    z.strictObject({
      'min-justification': told(
        z._default(z.int().check(z.minimum(1), z.maximum(1000)), 20),
        'Characters that a justification has at least.',
        'a whole number from 1 to 1000',
      ),
      'max-days': told(
        z._default(z.int().check(z.minimum(1), z.maximum(3660)), 365),
        'Days that an exception may still last.',
        'a whole number from 1 to 3660',
      ),
      'allow-broad': told(
        z._default(z.boolean(), false),
        'Whether an exception may hold for every policy, or for resources that it does not name.',
        'true or false',
      ),
    }),
    { 'min-justification': 20, 'max-days': 365, 'allow-broad': false },
  ),
  'What exceptions have to be to count.',
  'min-justification, max-days and allow-broad',
)
