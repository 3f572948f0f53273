import { readEvent } from '../../src/inputs/event.ts'

const [A, B, C] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)]
const ZERO = '0'.repeat(40)
const read = (name: string, payload: unknown) => readEvent(name, JSON.stringify(payload), C)

test('what each event says of the commits', () => {
  const pull = { number: 7, pull_request: { base: { sha: A, ref: 'main' }, head: { sha: B } }, action: 'opened' }
  expect(read('pull_request', pull)).toEqual({ kind: 'pull-request', number: 7, base: A, head: B, merge: C })
  const pushed = { before: A, after: B, forced: true }
  expect(read('push', pushed)).toEqual({ kind: 'push', before: A, after: C, forced: true })
  expect(read('push', { before: ZERO, after: B })).toEqual({ kind: 'push', before: undefined, after: C, forced: false })
  const group = { base_sha: A, head_sha: B }
  const queued = { kind: 'merge-group', base: A, head: B }
  expect(read('merge_group', { merge_group: group })).toEqual(queued)
  const named = (ref: string) => read('merge_group', { merge_group: { ...group, head_ref: ref } })
  expect(named(`refs/heads/gh-readonly-queue/release/1.x/pr-17-${A}`)).toEqual({ ...queued, pull: 17 })
  for (const ref of [`refs/heads/pr-17-${A}`, `refs/heads/gh-readonly-queue/main/pr-017-${A}`, 'refs/heads/main'])
    expect(named(ref)).toEqual(queued)
  expect(read('schedule', {})).toEqual({ kind: 'other', name: 'schedule' })
})

test.each([
  ['pull_request', '{}', 'number'],
  [
    'pull_request',
    JSON.stringify({ number: 1, pull_request: { base: { sha: '--upload-pack=x' }, head: { sha: B } } }),
    'base.sha',
  ],
  ['push', '{"before":"main","after":"x"}', 'before'],
  ['merge_group', 'not json', 'JSON'],
])('a %s payload %j is an error', (name, payload, words) => {
  expect(() => readEvent(name, payload, C)).toThrow(words)
})
