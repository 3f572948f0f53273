export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green'

/** Gives words a style, or leaves them as they are where colours are not wanted. */
export type Paint = (style: Style, words: string) => string

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, green: 32 }

export const COLOURED: Paint = (style, words) => `\u001b[${CODES[style]}m${words}\u001b[0m`

export const PLAIN: Paint = (_style, words) => words
