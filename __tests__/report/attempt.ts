import type { Attempt } from '../../src/model/attempt.ts'

/** Some id of a finding. */
export const id = (n: number): string => n.toString(16).padStart(16, '0')

export function marks(n: number) {
  return Array.from({ length: n }, (_, at) => ({ id: id(at), rule: 'p/r', resource: 'Pod x' }))
}

/** The second of three attempts, by an agent whose name is nasty. */
export const ATTEMPT: Attempt = {
  number: 2,
  of: 3,
  author: { kind: 'agent', name: 'copilot @everyone <b>', sign: 'login' },
  source: 'checks',
  history: [
    { number: 1, head: 'a'.repeat(40), violations: 6, resolved: [], added: marks(6), back: [], left: [] },
    { number: 2, head: 'b'.repeat(40), violations: 3, resolved: marks(4), added: marks(1), back: [], left: marks(2) },
  ],
  next: 'fix',
  escalated: false,
}
