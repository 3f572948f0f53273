import { relativeUri } from './relative-uri.ts'
import { visible, visibleLine } from './visible.ts'

// Untrusted text in Markdown. A reference such as `&#42;` is text wherever it stands: in a paragraph, a table cell, a
// raw HTML block or a heading, it can open nothing. What GitHub does after rendering (mentions, issue numbers,
// commits, bare addresses) it mostly leaves out of <code>, so names go there; an invisible break stands where such a
// reference would begin.

const BREAK = '&#8203;'

/** Marks that mean nothing in the middle of a line. At its start a dash or a number makes a list. */
const MARKS = /[!#$&*:<>@[\\\]^_`{|}~]/g
const START = /^[^\p{L}]*/u

const reference = (mark: string): string => `&#${mark.charCodeAt(0)};`

function references(text: string, atStart: boolean): string {
  const start = atStart ? (START.exec(text)?.[0] ?? '') : ''
  return start.replace(/[!-/:-@[-`{-~]/g, reference) + text.slice(start.length).replace(MARKS, reference)
}

/** A name, a path or a value: one line, shown as code. */
export function code(text: string): string {
  const line = visibleLine(text)
  return line === '' ? '' : `<code>${inert(line, /(@|www\.)/i)}</code>`
}

/** Words of a policy or an engine: one line, in which nothing links, mentions, embeds or formats. */
export function prose(text: string): string {
  return inert(visible(text).replace(/\s+/g, ' ').trim(), /([@#]|:\/\/|www\.|\bGH-|[0-9a-f]{7,40})/i)
}

function inert(line: string, signs: RegExp): string {
  const parts = line.split(signs)
  return parts.map((part, at) => (at % 2 === 1 ? broken(part) : references(part, at === 0))).join('')
}

/** A reference is cut after its sign: `@` + break + name, `GH-` + break, the first four digits of a commit. */
function broken(sign: string): string {
  if (/^[0-9a-f]{7}/i.test(sign)) return `${sign.slice(0, 4)}${BREAK}${sign.slice(4)}`
  return sign === '://' ? `&#58;${BREAK}//` : `${sign.replace(/[^\w]/g, reference)}${BREAK}`
}

/** A fenced block; the fence is longer than any run of backticks inside, so that nothing inside can close it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** The target of a link to a line of a file. */
export function linkTarget(base: string, file: string, line: number): string {
  return `${base.replace(/\/$/, '')}/${relativeUri(file)}#L${line}`
}
