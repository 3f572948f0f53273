/**
 * Characters that change how the text around them is shown or read, and have no look of their own: controls (terminal
 * escapes among them), marks that turn the writing direction, joiners and fillers without width, tag characters, and
 * half surrogates. A reviewer must see them, and a terminal must not obey them. Only the mark that makes an emoji of a
 * sign passes.
 */
const HIDDEN = /(?!\t|\n|\ufe0f)[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** Text with hidden characters written out, such as `␛` and `<U+202E>`. Tabs and line feeds stay. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(HIDDEN, written)
}

/** The same on one line: line ends are written as `␊` (tabs as spaces), for names and places. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '␊').replaceAll('\t', ' ')
}

function written(character: string): string {
  const code = character.codePointAt(0) as number
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}
