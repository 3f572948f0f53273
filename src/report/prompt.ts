import { agent } from './agent.ts'
import { fenced } from './escape-markdown.ts'
import type { Shown } from './shown.ts'

/** The line that the task ends before, where an answer was judged already. */
export const JUDGED = '--- Judged by Policy Gate ---'

/**
 * What a generator is asked after its answer failed: the task again, what it answered, and what is wrong with that. The feedback
 * is the last fenced block, in JSON, and holds no backtick: nothing quoted in it can end the fence.
 */
export function promptAfter(task: string, answer: string, shown: Shown): string {
  return [
    task.trimEnd(),
    JUDGED,
    'Your last answer does not satisfy the policies. Answer with all of it again, mended: every manifest, whole.',
    'Your last answer:',
    fenced(answer.trimEnd()),
    'The feedback:',
    fenced(agent(shown).trimEnd(), 'json'),
    '',
  ].join('\n\n')
}
