import type { Span } from '../model/position.ts'

// What a credential looks like in plain text. A wrong guess hides a few characters of an excerpt; a missed one
// prints a secret into a public log, so the patterns lean to the first. Every pattern is bounded: they run over
// what a pull request wrote.

/** Tokens that their issuer made recognisable; the whole match is the secret. */
const TOKENS = new RegExp(
  [
    '\\b(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|ANPA|AROA)[A-Z0-9]{16}\\b',
    '\\bgh[pousr]_[A-Za-z0-9]{16,255}',
    '\\bgithub_pat_\\w{16,255}',
    '\\bgl(?:pat|ptt|rt|dt|cbt|ft|soat|agent)-[\\w-]{16,255}',
    '\\bxox[a-z]-[\\w-]{10,255}',
    '\\bxapp-[\\w-]{10,255}',
    '\\b[prs]k_(?:live|test)_[A-Za-z0-9]{10,255}',
    '\\bsk-[\\w-]{20,255}',
    '\\bAIza[\\w-]{30,60}',
    '\\bya29\\.[\\w-]{10,255}',
    '\\bSG\\.[\\w-]{16,64}\\.[\\w-]{16,64}',
    '\\b(?:npm|hf|dckr_pat|shpat|dop_v1|doo_v1|pul)_[\\w-]{16,255}',
    '\\bpypi-[\\w-]{16,255}',
    '\\bhvs\\.[\\w-]{16,255}',
    '\\beyJ[\\w-]{8,4000}\\.[\\w-]{4,4000}(?:\\.[\\w-]{0,4000})?',
    '(?<=hooks\\.slack\\.com/services/)[\\w/]{10,255}',
  ].join('|'),
  'g',
)

/** `scheme://user:password@host`: the password. */
const URL_PASSWORD = /:\/\/[^\s:/@"']{0,200}:([^\s/"']{1,300})@/dg

/** `Authorization: Bearer …`. */
const AUTHORIZATION = /\b(?:bearer|basic|token)\s+([A-Za-z0-9._~+/=-]{8,4000})/dgi

/** A value as it may be written: a template or a placeholder, in quotes, or plain. */
const VALUE =
  '(\\$\\{[^}\\n]{0,300}\\}|\\$\\([^)\\n]{0,300}\\)|\\{\\{[^}\\n]{0,300}\\}\\}|<[\\w -]{1,100}>' +
  '|"(?:[^"\\\\]|\\\\.){0,4000}"?|\'[^\']{0,4000}\'?|[^\\s,;}\\]"\'#|>&*][^\\s,;}\\]"\']{0,4000})'

/** `key: value`, `key=value`, `"key": "value"`, and `--key value` in commands. */
const ASSIGNMENT = new RegExp(
  `(?<![\\w.-])(?:--?)?([A-Za-z][\\w.-]{0,100})["']?(?:\\s{0,20}[:=]\\s{0,20}|(?<=--[\\w.-]{1,100})\\s{1,20})(?:&\\S{1,100} +)?${VALUE}`,
  'dg',
)

/** `name: DB_PASSWORD, value: …` on one line; over several lines the document's structure tells. */
const NAMED_VALUE = new RegExp(
  `\\bname["']?\\s{0,20}[:=]\\s{0,20}["']?([\\w.-]{1,100})["']?\\s{0,20},?\\s{0,20}["']?value["']?\\s{0,20}[:=]\\s{0,20}${VALUE}`,
  'dg',
)

/** A line of a key or certificate, and any other long run that no person typed. Digests are all hexadecimal. */
const LONG_RUN = /(?<![\w+/-])[A-Za-z0-9+/_-]{32,4000}={0,2}(?![\w+/=-])/g

const SENSITIVE =
  /(?:passw(?:or)?d|passphrase|passwrd|pwd|secret|token|apikey|accesskey|privatekey|secretkey|accountkey|signingkey|encryptionkey|masterkey|credentials?|connectionstring|authkey|(?:^|db|user|my|smtp|root|admin|mysql|pg)pass|^auth)(?:b64|base64|value|old|new|prod|\d{1,3})?$/

/** Whether what stands under a key, or in a variable of this name, is a credential rather than the name of one. */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(
    name
      .slice(-100)
      .toLowerCase()
      .replace(/[-_.\s]/g, ''),
  )
}

/** Whether a value under such a key is written out: a reference, a template or a switch is no secret. */
export function isLiteral(value: string): boolean {
  const plain = value.trim()
  if (plain === '' || /^(?:true|false|yes|no|on|off|null|~)$/i.test(plain)) return false
  return !/^(?:\$\(.*\)|\$\{.*\}|\$\w+|\{\{.*\}\}|<[\w -]+>)$/s.test(plain)
}

/** Parts of a text that look like credentials, in order, without overlaps. */
export function secretSpans(text: string): readonly Span[] {
  return mergeSpans(DETECTORS.flatMap((detect) => detect(text)))
}

const DETECTORS: readonly ((text: string) => Span[])[] = [
  (text) => [...text.matchAll(TOKENS)].map(wholeMatch),
  (text) => [...text.matchAll(URL_PASSWORD)].flatMap((match) => group(match, 1)),
  (text) => [...text.matchAll(AUTHORIZATION)].flatMap((match) => group(match, 1)),
  (text) => named(text, ASSIGNMENT),
  (text) => named(text, NAMED_VALUE),
  (text) => [...text.matchAll(LONG_RUN)].filter(([run]) => looksRandom(run)).map(wholeMatch),
]

function named(text: string, pattern: RegExp): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(pattern)) {
    const value = (match[2] ?? '').replace(/^["']|["']$/g, '')
    const end = match.indices?.[2]?.[1] ?? 0
    const start = end - (match[2] ?? '').length + (/^["']/.test(match[2] ?? '') ? 1 : 0)
    if (isSensitiveName(match[1] ?? '') && isLiteral(value)) spans.push({ start, end: start + value.length })
  }
  return spans
}

function wholeMatch(match: RegExpMatchArray): Span {
  const start = match.index ?? 0
  return { start, end: start + match[0].length }
}

function group(match: RegExpMatchArray, number: number): Span[] {
  const found = match.indices?.[number]
  return found === undefined ? [] : [{ start: found[0], end: found[1] }]
}

/**
 * Upper case, lower case and digits in turn. In names, words are longer than what random characters happen to spell;
 * a capital belongs to the word it begins.
 */
function looksRandom(run: string): boolean {
  if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/[0-9]/.test(run)) return false
  const words = run.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+/g) ?? []
  return words.length / run.length > 0.3
}

export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last === undefined || span.start > last.end) merged.push(span)
    else if (span.end > last.end) merged[merged.length - 1] = { start: last.start, end: span.end }
  }
  return merged
}

/** As long as what it hides, so that columns stay; the first characters stay too, so that it can be recognised. */
export function mask(text: string, spans: readonly Span[]): string {
  let masked = ''
  let at = 0
  for (const { start, end } of spans) {
    // a secret that began before the text shows nothing of itself
    const from = Math.max(start + Math.min(4, Math.floor((end - start) / 4)), at)
    masked += text.slice(at, from) + text.slice(from, end).replace(/[^\r\n]/g, '*')
    at = end
  }
  return masked + text.slice(at)
}

/** A text with whatever looks like a credential masked. */
export const maskSecrets = (text: string): string => mask(text, secretSpans(text))
