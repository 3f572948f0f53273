import type { GitHubAnswer } from './host.ts'

/** A verdict must not wait for a chat. */
const TIMEOUT = 10_000

/** Tells a webhook. It is not followed elsewhere, and what it answers is not read. */
export async function postJson(url: string, body: string): Promise<GitHubAnswer> {
  try {
    const { status, ok } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    return ok ? { kind: 'answered', status, data: undefined } : { kind: 'refused', status, message: '' }
  } catch {
    return { kind: 'refused', status: 0, message: '' }
  }
}
