/** Who a CODEOWNERS file names for a path. */
export type OwnersOf = (path: string) => readonly string[]

interface Line {
  readonly matches: (path: string) => boolean
  readonly owners: readonly string[]
}

/** Where GitHub looks for the file; the first that is there counts. */
export const CODE_OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** GitHub does not load a larger file. */
export const MAX_CODE_OWNERS = 3 * 1024 * 1024

/** `@login`, `@organisation/team`, or the address of a person, which no request can be compared with. */
const OWNER = /^(?:@[A-Za-z0-9][\w-]*(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+)$/

/** Reads a CODEOWNERS file as GitHub does: the last line that matches decides, and one without owners takes them away. */
export function codeOwners(text: string): OwnersOf {
  const lines = text.split('\n').flatMap(lineOf)
  return (path) => lines.findLast(({ matches }) => matches(path))?.owners ?? []
}

/** GitHub skips a line that it cannot read, and so do we: what it does not protect there, nobody here is taken to own. */
function lineOf(line: string): readonly Line[] {
  const [pattern = '', ...owners] = words(line)
  if (pattern === '' || !isReadable(pattern) || !owners.every((owner) => OWNER.test(owner))) return []
  return [{ matches: matcher(pattern), owners }]
}

/** A word that begins with `#` begins a comment; a backslash keeps a space in a pattern. */
function words(line: string): readonly string[] {
  const all = line.trim().match(/(?:\\.|\S)+/g) ?? []
  const comment = all.findIndex((word) => word.startsWith('#'))
  return comment < 0 ? all : all.slice(0, comment)
}

/** What gitignore has and CODEOWNERS does not: negation, a range of characters, an escaped `#`. */
function isReadable(pattern: string): boolean {
  return !pattern.startsWith('!') && !/[[\]]/.test(pattern) && !pattern.startsWith('\\#')
}

function matcher(pattern: string): (path: string) => boolean {
  const expression = expressionOf(pattern.replace(/\\ /g, ' '))
  return (path) => expression.test(path)
}

/** A slash at the start or within ties a pattern to the root; a folder means all that is below it, and `x/*` only its files. */
function expressionOf(pattern: string): RegExp {
  const isFolder = pattern.endsWith('/')
  const parts = pattern.replace(/^\/|\/$/g, '').split('/')
  const isAnchored = pattern.startsWith('/') || parts.length > 1
  const inside = isFolder ? '/.+' : parts.length > 1 && parts.at(-1) === '*' ? '' : '(?:/.+)?'
  const body = parts.map((part, at) => partOf(part, at, parts.length)).join('')
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}${inside}$`, 's')
}

function partOf(part: string, at: number, count: number): string {
  const isLast = at === count - 1
  if (part === '**') return isLast ? '.+' : '(?:.*/)?'
  const own = part
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  return isLast ? own : `${own}/`
}
