/**
 * A value as indented JSON. Control characters stay escaped, so that a terminal does not obey them, and so does the
 * older form of workflow commands, which the runner obeys anywhere in a line.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(INVISIBLE, escaped).replaceAll('##[', '##\\u005b')}\n`
}

const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
