import type { Target } from '../verdict/written-exception.ts'

/** `policy` or `policy/rule`. */
export function targetOf(text: string): Target {
  const slash = text.indexOf('/')
  return slash < 0 ? { policy: text } : { policy: text.slice(0, slash), rule: text.slice(slash + 1) }
}
