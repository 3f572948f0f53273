import type { Document, YAMLMap } from 'yaml'
import { ConfigError } from '../errors.ts'
import { type KeyPath, OPTION_KEYS, type Source } from './options.ts'

/** The settings in a configuration file, not yet validated, and how to name a place in it. */
export interface ConfigFile {
  readonly raw: Readonly<Record<string, unknown>>
  readonly source: Source
}

interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Reads the YAML of a configuration file. Its keys are those of the options. */
export async function readConfigFile(file: string, text: string): Promise<ConfigFile> {
  const { LineCounter, isMap, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, version: '1.2' })
  const at = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { file, line, column: col }
  }
  const [fault] = document.errors
  if (fault !== undefined) throw notYaml(fault.message, at(fault.pos[0]))
  if (document.contents !== null && !isMap(document.contents)) throw notSettings(at(0))
  const source: Source = {
    noun: 'key',
    name: (key) => key,
    where: (path) => at(offsetOf(document.contents, path)),
    allowed: OPTION_KEYS,
  }
  return { raw: toPlain(document, at(0)), source }
}

/** Aliases are bounded: a configuration has no use for a bomb. */
function toPlain(document: Document, where: Place): Record<string, unknown> {
  try {
    return (document.toJS({ maxAliasCount: 10 }) ?? {}) as Record<string, unknown>
  } catch (error) {
    throw notYaml((error as Error).message, where)
  }
}

/** Where a path stands: its key, or the member of a list; what is not there is shown where it would have to be. */
function offsetOf(node: unknown, path: KeyPath, known?: number): number | undefined {
  const [key, ...rest] = path
  if (key === undefined) return known
  const items = (node as { items?: readonly unknown[] } | null)?.items ?? []
  if (typeof key === 'number') return offsetOf(items[key], rest, startOf(items[key]) ?? known)
  const pair = (items as YAMLMap['items']).find((item) => (item.key as { value?: unknown } | null)?.value === key)
  return offsetOf(pair?.value, rest, startOf(pair?.key) ?? known)
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly [number, number, number] } | null | undefined)?.range?.[0]
}

function notYaml(message: string, where: Place): ConfigError {
  const what = `the configuration is not valid YAML: ${message.split('\n', 1)[0]}`
  return new ConfigError({ code: 'config.not-yaml', what, where, remedy: 'correct the YAML at the place named' })
}

function notSettings(where: Place): ConfigError {
  const remedy = `write settings as \`key: value\`; allowed: ${OPTION_KEYS.join(', ')}`
  return new ConfigError({ code: 'config.not-settings', what: 'the configuration is not a mapping', where, remedy })
}
