type TokenKind = 'comment' | 'string' | 'raw' | 'number' | 'word' | 'sign' | 'newline'

/** A token of Rego, and where it stands in the text. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly start: number
  readonly end: number
}

const TOKENS: readonly (readonly [TokenKind, RegExp])[] = [
  ['comment', /#[^\n]*/y],
  ['string', /"(?:[^"\\\n]|\\.)*"/y],
  ['raw', /`[^`]*`/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /[a-zA-Z_]\w*/y],
  ['sign', /:=|==|!=|>=|<=|[-+*/%&|<>=:;,.()[\]{}]/y],
  ['newline', /\n/y],
]

/** Every token save comments and blanks, by the grammar of the language. What is none is an error: nothing may be mistaken for something else. */
export function tokensOf(text: string): readonly Token[] {
  const found: Token[] = []
  for (let at = 0; at < text.length; ) {
    if (/[ \t\r]/.test(text[at] ?? '')) {
      at++
      continue
    }
    const token = tokenAt(text, at)
    if (token.kind !== 'comment') found.push(token)
    at = token.end
  }
  return found
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) return { kind, text: found[0], start: at, end: at + found[0].length }
  }
  throw new Error(`no token of Rego at ${at}: ${text.slice(at, at + 20)}`)
}
