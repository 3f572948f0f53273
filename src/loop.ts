import { Task } from './attempts/task.ts'
import { gate, type Run } from './gate.ts'
import type { Host } from './host/host.ts'
import { withStdin } from './host/overlay.ts'
import type { Author } from './model/attempt.ts'
import { promptAfter } from './report/prompt.ts'
import type { Shown } from './report/shown.ts'

/** What whoever writes manifests is asked. */
export interface Question {
  /** The task; after an answer that failed, with that answer and the feedback. */
  readonly prompt: string
  /** Which attempt this is, from 1. */
  readonly number: number
}

/** A generator of manifests, and what judges them. */
export interface Loop {
  readonly run: Omit<Run, 'scope' | 'advise'>
  readonly task: string
  /** How many attempts there are. */
  readonly of: number
  readonly author: Author
  /** Gives an answer: manifests as they are, or in fenced blocks of Markdown. What it throws ends the loop, and is no attempt. */
  readonly ask: (question: Question) => Promise<string>
  /** Is told of each verdict, before anything else is done about it. */
  readonly judged?: (shown: Shown) => Promise<void>
}

/**
 * How a loop ended. `shown.verdict.attempt.next` is `done` or `stop_and_escalate`; there is no `attempt` where nothing could be
 * judged, whatever was answered.
 */
export interface LoopEnd {
  readonly answer: string
  readonly shown: Shown
}

/** A generator and the gate take turns until an answer satisfies the policies, or the attempts are used up. */
export async function loop({ run, task, of, author, ask, judged }: Loop, host: Host): Promise<LoopEnd> {
  const attempts = new Task(of, author)
  let prompt = task
  for (let number = 1; ; number++) {
    const answer = await ask({ prompt, number })
    const verdict = await gate({ ...run, scope: { kind: 'stdin' }, advise: true }, withStdin(host, answer))
    const shown = attempts.judged(verdict, answer)
    await judged?.(shown)
    if (shown.verdict.attempt?.next !== 'fix') return { answer, shown }
    prompt = promptAfter(task, answer, shown)
  }
}
