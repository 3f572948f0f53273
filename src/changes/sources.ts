import { isAbsolute, join } from 'node:path'
import type { Host } from '../host/host.ts'
import { decodeText, readTextFile, refused, type TextFile, tooLarge } from '../host/text-file.ts'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { FileChange } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SkippedFile } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { classByName, looksLikeResource, mayHoldResource } from './detect.ts'
import { STDIN } from './named-files.ts'

/** A file that an engine shall read. A `guess` was taken for configuration by its content alone. */
export interface Source extends SourceFile {
  readonly guess: boolean
}

/** Every changed file, in one of three heaps: nothing is dropped. */
export interface Sources {
  readonly sources: readonly Source[]
  readonly skipped: readonly SkippedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

type Outcome = { readonly source: Source } | { readonly skipped: SkippedFile } | { readonly diagnostic: Diagnostic }

/** Files are read this many at a time: enough to keep the disk busy, few enough for the limit of open files. */
const AT_ONCE = 32

/** Reads what changed, as far as it can be configuration. */
export async function readSources(host: Host, comparison: Comparison, options: Options): Promise<Sources> {
  const isWanted = pathFilter(options.paths)
  const outcomes: Outcome[] = []
  const { files } = comparison.changes
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE)
    outcomes.push(...(await Promise.all(some.map((file) => outcomeOf(host, comparison, options, isWanted, file)))))
  }
  return {
    sources: outcomes.flatMap((outcome) => ('source' in outcome ? [outcome.source] : [])),
    skipped: outcomes.flatMap((outcome) => ('skipped' in outcome ? [outcome.skipped] : [])),
    diagnostics: outcomes.flatMap((outcome) => ('diagnostic' in outcome ? [outcome.diagnostic] : [])),
  }
}

async function outcomeOf(
  host: Host,
  comparison: Comparison,
  options: Options,
  isWanted: (path: string) => boolean,
  { path, status }: FileChange,
): Promise<Outcome> {
  if (status === 'deleted' || status === 'submodule') return skip(path, status)
  if (comparison.named.has(path)) return asNamed(path, await open(host, comparison, path, options))
  if (!isWanted(path)) return skip(path, 'outside-paths')
  const byName = classByName(path)
  if (byName === 'other') return skip(path, 'not-configuration')
  const file = await open(host, comparison, path, options)
  return byName === 'configuration' ? asConfiguration(path, file) : asUnknown(path, file)
}

async function open(host: Host, comparison: Comparison, path: string, options: Options): Promise<TextFile> {
  const limit = options['max-file-size']
  if (path === STDIN) return readStdin(host, limit)
  const place = isAbsolute(path) ? path : join(comparison.root, path)
  const file = await readTextFile(host, place, comparison.boundaries, limit)
  return file.kind === 'refused' ? { ...file, diagnostic: { ...file.diagnostic, file: path } } : file
}

async function readStdin(host: Host, limit: number): Promise<TextFile> {
  const bytes = await host.stdin(limit)
  return bytes.length > limit ? refused(STDIN, tooLarge(bytes.length, limit)) : decodeText(STDIN, bytes)
}

/**
 * What was asked for by name goes to the engine whatever it looks like. Nothing on standard input is most likely a
 * program that failed before us in a pipe.
 */
function asNamed(path: string, file: TextFile): Outcome {
  if (path === STDIN && file.kind === 'text' && file.text.trim() === '') return { diagnostic: NOTHING_PIPED }
  return file.kind === 'text' ? { source: { path, text: file.text, guess: false } } : notText(path, file)
}

function asConfiguration(path: string, file: TextFile): Outcome {
  if (file.kind !== 'text') return notText(path, file)
  if (file.text.trim() === '') return skip(path, 'empty')
  if (!mayHoldResource(file.text)) return skip(path, 'not-kubernetes')
  return { source: { path, text: file.text, guess: false } }
}

/** No tool applies such a file by itself. A link out of the workspace is refused whatever it is called. */
function asUnknown(path: string, file: TextFile): Outcome {
  if (file.kind === 'folder') return notText(path, file)
  if (file.kind === 'refused') {
    return isOutside(file) ? notText(path, file) : skip(path, 'not-configuration', file.diagnostic.message)
  }
  if (!looksLikeResource(file.text)) return skip(path, 'not-configuration')
  return { source: { path, text: file.text, guess: true } }
}

const NOTHING_PIPED: Diagnostic = {
  level: 'error',
  code: 'input.empty',
  message: 'standard input is empty',
  file: STDIN,
  blame: 'user',
  remedy: 'check the command before the pipe; in a shell script, `set -o pipefail`',
}

function isOutside({ diagnostic }: { readonly diagnostic: Diagnostic }): boolean {
  return diagnostic.code === 'input.link-outside'
}

function notText(path: string, file: Exclude<TextFile, { kind: 'text' }>): Outcome {
  if (file.kind === 'refused') return { diagnostic: file.diagnostic }
  return skip(path, 'opaque', 'a link to a folder; its files are judged where they are')
}

function skip(file: string, reason: SkippedFile['reason'], detail?: string): Outcome {
  return { skipped: { file, reason, ...(detail === undefined ? {} : { detail }) } }
}
