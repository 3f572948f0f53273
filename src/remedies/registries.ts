import { imageName } from './choose.ts'
import type { Guess, Place } from './idea.ts'

/** An image takes the registries that the condition names, or the message where they come from data. */
export function prefixImage({ path, value, literals, message }: Place): readonly Guess[] {
  if (typeof value !== 'string' || path.at(-1) !== 'image') return []
  const named = [...literals, ...message.split(/[\s,;'"`()[\]]+/)]
  const prefixes = [...new Set(named.flatMap((text) => (typeof text === 'string' ? (registry(text) ?? []) : [])))]
  return prefixes.map((prefix) => ({
    edits: value.startsWith(prefix) ? [] : [{ op: 'replace', path, value: prefix + imageName(value, prefix) }],
    choices: prefixes.length > 1 ? [path] : [],
  }))
}

/** `registry.example`, `registry.example/`, `registry.example/*`, `^registry\.example/.*` → `registry.example/`. */
function registry(literal: string): string | undefined {
  const plain = literal
    .replace(/^\^/, '')
    .replace(/\\\./g, '.')
    .replace(/\.?[*+]\$?$/, '')
  if (/^[a-z0-9][a-z0-9.:/_-]*\/$/i.test(plain)) return plain
  return HOST.test(plain) ? `${plain}/` : undefined
}

/** A host by its dots: a word of a message is none. */
const HOST = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/i
