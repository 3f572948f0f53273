/** A value as YAML may hold it here: no aliases, no tags, nothing that one reader takes for more than another. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** A value as block YAML. Strings are always quoted, as JSON quotes them, so that none is read as anything else. */
export function yamlText(value: Plain, indent = ''): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  const entries = Array.isArray(value) ? value.map((item) => ['-', item] as const) : membersOf(value as Members)
  if (entries.length === 0) return Array.isArray(value) ? '[]' : '{}'
  return entries.map(([head, item]) => `${indent}${head}${below(item, head, indent)}`).join('\n')
}

type Members = { readonly [key: string]: Plain }

const membersOf = (value: Members) =>
  Object.entries(value).map(([key, item]) => [`${/^[A-Za-z]\w*$/.test(key) ? key : scalar(key)}:`, item] as const)

function below(item: Plain, head: string, indent: string): string {
  const deeper = `${indent}  `
  const text = yamlText(item, deeper)
  if (typeof item !== 'object' || text === '[]' || text === '{}') return ` ${text}`
  return head === '-' ? ` ${text.slice(deeper.length)}` : `\n${text}`
}

function scalar(value: string | number | boolean | null): string {
  return JSON.stringify(value).replace(INVISIBLE, escaped).replaceAll('##[', '##\\u005b')
}

/** What a terminal obeys or nobody sees, and what YAML does not allow as it is. */
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
