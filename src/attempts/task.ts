import { createHash } from 'node:crypto'
import type { Author } from '../model/attempt.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Shown, withAttempt } from '../report/shown.ts'
import { attemptFrom, type Judged, judgedOf } from './history.ts'

/** A task whose answers are judged one after the other, before there is a commit or a pull request. */
export class Task {
  private readonly of: number
  private readonly author: Author
  private readonly states: Judged[] = []

  constructor(of: number, author: Author) {
    this.of = of
    this.author = author
  }

  /** The verdict with its place among the attempts. An answer that was given before is another attempt, not the same. */
  judged(shown: Shown, answer: string): Shown {
    if (!isOfAnswer(shown.verdict)) return shown
    const digest = createHash('sha256').update(answer).digest('hex')
    this.states.push(judgedOf(`sha256:${digest}`, shown.verdict))
    return withAttempt(shown, attemptFrom(this.states, { of: this.of, author: this.author, source: 'task' }))
  }
}

/**
 * Whether a verdict is the answer's own doing: an answer that cannot be read or holds no manifest is an attempt. A policy that
 * does not load or an engine that fails is not, whatever was answered.
 */
export function isOfAnswer({ diagnostics }: Verdict): boolean {
  return diagnostics.every(
    ({ level, code, blame }) => level !== 'error' || (blame === 'user' && code.startsWith('input.')),
  )
}
