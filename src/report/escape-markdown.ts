import { visible, visibleLine } from './visible.ts'

// Untrusted text in Markdown. A reference such as `&#42;` is text wherever it stands: in a paragraph, a table cell, a
// raw HTML block or a heading, it can open nothing. What GitHub does after rendering (mentions, issue numbers,
// commits, bare addresses) it does not do inside of <code> and <pre>, so names go there; prose gets an
// invisible break where such a reference would begin.

const BREAK = '&#8203;'

/** Everything but letters, digits and spaces of ASCII, as a character reference. */
const references = (line: string): string => line.replace(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`)

/** A name, a path or a value: one line, shown as code. */
export function code(text: string): string {
  const line = visibleLine(text)
  return line === '' ? '' : `<code>${references(line)}</code>`
}

/** Words of a policy or an engine: one line, in which nothing links, mentions, embeds or formats. */
export function prose(text: string): string {
  const line = visible(text).replace(/\s+/g, ' ').trim()
  const parts = line.split(/([@#]|:\/\/|www\.|\bGH-|[0-9a-f]{7,40})/i)
  return parts.map((part, at) => (at % 2 === 1 ? broken(part) : references(part))).join('')
}

/** A reference is cut after its first sign: `@` + break + name, `GH-` + break, the first half of a commit. */
function broken(sign: string): string {
  if (/^[0-9a-f]{7,}$/i.test(sign)) return `${sign.slice(0, 4)}${BREAK}${sign.slice(4)}`
  return sign === '://' ? `&#58;${BREAK}&#47;&#47;` : `${references(sign)}${BREAK}`
}

/** A fenced block; the fence is longer than any run of backticks inside, so that nothing inside can close it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** The target of a link to a file: each part of the path encoded, brackets too, which would end the target. */
export function linkTarget(base: string, file: string, line: number): string {
  const path = file
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[!'()*]/g, percent))
  return `${base.replace(/\/$/, '')}/${path.join('/')}#L${line}`
}

const percent = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
