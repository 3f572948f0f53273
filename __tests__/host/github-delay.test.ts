import { delayAfter, type Failed } from '../../src/host/github-delay.ts'

const NOW = 1_000_000

const failed = (status: number, headers: Failed['headers'] = {}, message = ''): Failed => ({
  kind: 'failed',
  status,
  message,
  headers,
})

test.each([
  ['a 429 that says when', failed(429, { 'retry-after': '7' }), 1, 7],
  ['a 403 that says when', failed(403, { 'retry-after': '3' }), 1, 3],
  ['a used up limit', failed(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 42) }), 1, 42],
  ['a used up limit that is just over', failed(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }), 1, 1],
  ['a secondary limit', failed(403, {}, 'You have exceeded a secondary rate limit.'), 1, 60],
  ['a secondary limit again', failed(429, {}, 'You have exceeded a secondary rate limit.'), 2, 120],
  ['a server error', failed(502), 1, 1],
  ['a server error again', failed(503), 3, 4],
  ['a server error that says when', failed(503, { 'retry-after': '9' }), 1, 9],
  ['no answer', failed(0), 2, 2],
  ['no answer four times', failed(0), 4, undefined],
  [
    'a missing permission',
    failed(403, { 'x-ratelimit-remaining': '4999' }, 'Resource not accessible by integration'),
    1,
    undefined,
  ],
  ['what does not exist', failed(404), 1, undefined],
  ['what GitHub cannot use', failed(422), 1, undefined],
])('after %s', (_, answer, tries, delay) => {
  expect(delayAfter(answer, tries, NOW)).toBe(delay)
})
