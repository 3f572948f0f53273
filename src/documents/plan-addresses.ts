import type { Span } from '../model/position.ts'

/**
 * Where a plan first names each of its resources. A plan may have megabytes and thousands of findings, so its text is
 * searched once for all of them.
 */
export class PlanAddresses {
  private readonly places = new Map<string, Span>()

  constructor(text: string) {
    for (const match of text.matchAll(/"address": ?("(?:[^"\\\n]|\\.)*")/g)) {
      const address = unquoted(match[1] as string)
      if (address !== undefined && !this.places.has(address)) {
        this.places.set(address, { start: match.index, end: match.index + match[0].length })
      }
    }
  }

  of(address: string): Span | undefined {
    return this.places.get(address)
  }
}

/** Undefined for what is no text of JSON: the engine has read the plan, and this only looks for places. */
function unquoted(json: string): string | undefined {
  if (!json.includes('\\')) return json.slice(1, -1)
  try {
    return JSON.parse(json) as string
  } catch {
    return undefined
  }
}
