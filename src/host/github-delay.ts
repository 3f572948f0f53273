/** A request that GitHub did not do. Names of headers are in lower case; `status` is 0 when there was no answer. */
export interface Failed {
  readonly kind: 'failed'
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, string | number | undefined>>
}

const MOST_TRIES = 4

/** GitHub asks for at least a minute where it does not say how long a secondary limit lasts. */
const SECONDARY = 60

/**
 * Seconds to wait before a request is made again, as GitHub's documentation of its rate limits asks for; undefined when
 * that is of no use. `now` is in seconds since 1970.
 */
export function delayAfter({ status, message, headers }: Failed, tries: number, now: number): number | undefined {
  if (tries >= MOST_TRIES) return undefined
  const asked = Number(headers['retry-after'] ?? Number.NaN)
  if (isLimit(status, message, headers)) {
    if (asked >= 0) return asked
    if (Number(headers['x-ratelimit-remaining']) === 0) return untilReset(headers, now)
    return SECONDARY * 2 ** (tries - 1)
  }
  if (status !== 0 && status < 500) return undefined
  return asked >= 0 ? asked : 2 ** (tries - 1)
}

/** A refusal for want of permission is a 403 as well; waiting does not help there. */
function isLimit(status: number, message: string, headers: Failed['headers']): boolean {
  if (status === 429) return true
  if (status !== 403) return false
  return (
    headers['retry-after'] !== undefined ||
    String(headers['x-ratelimit-remaining'] ?? '') === '0' ||
    /secondary rate limit|abuse detection/i.test(message)
  )
}

function untilReset(headers: Failed['headers'], now: number): number {
  return Math.max(Math.ceil(Number(headers['x-ratelimit-reset'] ?? now + SECONDARY) - now), 1)
}
