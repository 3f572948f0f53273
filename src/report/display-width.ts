/** Joined to the character before, without a width of their own. */
const ZERO = /[\p{Mn}\p{Me}]/u

/** Two columns wide in a terminal: East Asian wide and full-width forms, and emoji shown as pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** Tabs as spaces up to the next stop, so that what stands below stays below. */
export function expandTabs(text: string, stop = 4): string {
  if (!text.includes('\t')) return text
  let expanded = ''
  for (const part of text.split(/(\t)/)) {
    expanded += part === '\t' ? ' '.repeat(stop - (displayWidth(expanded) % stop)) : part
  }
  return expanded
}
