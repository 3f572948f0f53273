import { isAbsolute, join } from 'node:path'
import type { Host } from '../host/host.ts'
import { decodeText, readTextFile, refused, type TextFile, tooLarge } from '../host/text-file.ts'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { FileChange } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SkippedFile } from '../model/document.ts'
import type { EngineName } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import { answerIn } from './answer.ts'
import type { Comparison } from './comparison.ts'
import { classByName, looksLikeResource, mayHoldResource, type NameClass } from './detect.ts'
import { STDIN, STDIN_TERRAFORM } from './named-files.ts'
import { looksLikeInfrastructure, type RegoFiles, regoFiles } from './rego-files.ts'
import { versionlessIn } from './versionless.ts'

/** A file that an engine shall read. A `guess` was taken for configuration by its content alone. */
export interface Source extends SourceFile {
  readonly engine: EngineName
  readonly guess: boolean
  /** The reader to use, where the file's name does not tell. */
  readonly parser?: string
  /** Made from a chart or kustomization: an object of a file that has its name is not what it replaces. */
  readonly rendered?: boolean
}

/** Every changed file, in one of three heaps: nothing is dropped. */
export interface Sources {
  readonly sources: readonly Source[]
  readonly skipped: readonly SkippedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** What a file came to for one engine. */
type Outcome = { readonly source: Source } | { readonly skipped: SkippedFile } | { readonly diagnostic: Diagnostic }

/** Files are read this many at a time: enough to keep the disk busy, few enough for the limit of open files. */
const AT_ONCE = 32

/** Reads what changed, as far as it can be configuration. */
export async function readSources(
  host: Host,
  comparison: Comparison,
  options: Options,
  engines: Engines,
): Promise<Sources> {
  const wanted = { isWanted: pathFilter(options.paths), engines, rego: regoFiles(options) }
  const outcomes: Outcome[] = []
  const { files } = comparison.changes
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE)
    outcomes.push(
      ...(await Promise.all(some.map((file) => outcomesOf(host, comparison, options, wanted, file)))).flat(),
    )
  }
  return {
    sources: outcomes.flatMap((outcome) => ('source' in outcome ? [outcome.source] : [])),
    skipped: outcomes.flatMap((outcome) => ('skipped' in outcome ? [outcome.skipped] : [])),
    diagnostics: outcomes.flatMap((outcome) => ('diagnostic' in outcome ? [outcome.diagnostic] : [])),
  }
}

/** The engines that have policies, and those of them that the user chose: these judge whatever is named. */
export interface Engines {
  readonly all: ReadonlySet<EngineName>
  readonly chosen: ReadonlySet<EngineName>
}

/** Which files are of interest, and to which engines. */
interface Wanted {
  readonly isWanted: (path: string) => boolean
  readonly engines: Engines
  readonly rego: RegoFiles
}

async function outcomesOf(
  host: Host,
  comparison: Comparison,
  options: Options,
  wanted: Wanted,
  { path, status }: FileChange,
): Promise<readonly Outcome[]> {
  if (status === 'deleted' || status === 'submodule') return [skip(path, status)]
  const named = comparison.named.has(path)
  if (!named && !wanted.isWanted(path)) return [skip(path, 'outside-paths')]
  const isPlan = comparison.plans?.has(path) === true
  const byName = classByName(path)
  const forRego = wanted.engines.all.has('rego') && (named || wanted.rego.byName(path))
  if (byName === 'other' && !named && !forRego) return [skip(path, 'not-configuration')]
  const file = await open(host, comparison, path, options)
  if (path === STDIN && file.kind === 'text') return ofStdin(file.text, wanted)
  const outcomes = settle(
    wanted.engines.all.has('kyverno') && !isPlan
      ? forKyverno(path, file, { named, byName, alone: isAlone(path, file, wanted) })
      : skip(path, 'no-policy'),
    wanted.engines.all.has('rego') ? forRegoOf(path, file, wanted, { named, isPlan }) : skip(path, 'no-policy'),
  )
  const isShown = file.kind === 'text' && (named || byName === 'configuration')
  return [...outcomes, ...(isShown ? versionlessOf(path, file.text, wanted) : [])]
}

/** Beside what becomes of the file. */
const versionlessOf = (path: string, text: string, { engines }: Wanted): readonly Outcome[] =>
  engines.all.has('kyverno') ? versionlessIn(path, text).map((diagnostic) => ({ diagnostic })) : []

/** Whether Kyverno is the only engine that could read what was named. Rego that comes with the gate is for infrastructure alone. */
function isAlone(path: string, file: TextFile, { engines, rego }: Wanted): boolean {
  if (engines.all.size === 1) return true
  return (
    !engines.chosen.has('rego') && !rego.byName(path) && !(file.kind === 'text' && looksLikeInfrastructure(file.text))
  )
}

/** What is piped in, be it a manifest or an answer in Markdown that holds some. */
function ofStdin(text: string, wanted: Wanted): readonly Outcome[] {
  if (text.trim() === '') return [{ diagnostic: NOTHING_PIPED }]
  const { manifests, terraform, skipped } = answerIn(text) ?? { manifests: text, skipped: [] }
  return [
    ...(manifests === undefined ? [] : ofNamed(STDIN, manifests, wanted)),
    ...(terraform === undefined ? [] : ofNamed(STDIN_TERRAFORM, terraform, wanted)),
    ...skipped.map(({ reason, detail }) => skip(STDIN, reason, detail)),
  ]
}

function ofNamed(path: string, text: string, wanted: Wanted): readonly Outcome[] {
  const file = { kind: 'text', text } as const
  const asked = { named: true, byName: classByName(path), alone: isAlone(path, file, wanted) }
  const outcomes = settle(
    wanted.engines.all.has('kyverno') ? forKyverno(path, file, asked) : skip(path, 'no-policy'),
    wanted.engines.all.has('rego')
      ? forRegoOf(path, file, wanted, { named: true, isPlan: false })
      : skip(path, 'no-policy'),
  )
  return [...outcomes, ...versionlessOf(path, text, wanted)]
}

/** A file that one engine judges is not skipped because the other does not; one fault is told once. */
function settle(kyverno: Outcome, rego: Outcome): readonly Outcome[] {
  const both = [kyverno, rego]
  const judged = both.filter((outcome) => 'source' in outcome)
  const faults = both.filter((outcome) => 'diagnostic' in outcome).slice(0, 1)
  if (judged.length + faults.length > 0) return [...judged, ...faults]
  return [both.find((outcome) => 'skipped' in outcome && outcome.skipped.reason !== 'no-policy') ?? kyverno]
}

/** `alone`: there is no other engine to ask. */
interface Asked {
  readonly named: boolean
  readonly byName: NameClass
  readonly alone: boolean
}

/** What was asked for by name goes to the engine whatever it looks like, unless another engine can read it better. */
function forKyverno(path: string, file: TextFile, { named, byName, alone }: Asked): Outcome {
  if (named && file.kind !== 'text') return notText(path, file)
  if (named && file.kind === 'text' && (alone || mayHoldResource(file.text)))
    return { source: { path, text: file.text, engine: 'kyverno', guess: false } }
  if (byName === 'other') return skip(path, 'not-configuration')
  return byName === 'configuration' ? asConfiguration(path, file) : asUnknown(path, file)
}

/** Where the user chose no Rego, only what is infrastructure is Rego's; what was given as a plan has to be one. */
function forRegoOf(
  path: string,
  file: TextFile,
  { engines, rego }: Wanted,
  { named, isPlan }: { readonly named: boolean; readonly isPlan: boolean },
): Outcome {
  if (file.kind !== 'text') return named || rego.byName(path) ? notText(path, file) : skip(path, 'not-configuration')
  const isAsked = named && engines.chosen.has('rego') && !(engines.all.has('kyverno') && mayHoldResource(file.text))
  const meant = isPlan || rego.byName(path) || isAsked
  if (!meant && !looksLikeInfrastructure(file.text)) return skip(path, 'no-policy')
  const parser = rego.parserOf(path, file.text)
  return {
    source: { path, text: file.text, engine: 'rego', guess: false, ...(parser === undefined ? {} : { parser }) },
  }
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

function asConfiguration(path: string, file: TextFile): Outcome {
  if (file.kind !== 'text') return notText(path, file)
  if (file.text.trim() === '') return skip(path, 'empty')
  if (!mayHoldResource(file.text)) return skip(path, 'not-kubernetes')
  return { source: { path, text: file.text, engine: 'kyverno', guess: false } }
}

/** No tool applies such a file by itself. A link out of the workspace is refused whatever it is called. */
function asUnknown(path: string, file: TextFile): Outcome {
  if (file.kind === 'folder') return notText(path, file)
  if (file.kind === 'refused') {
    return isOutside(file) ? notText(path, file) : skip(path, 'not-configuration', file.diagnostic.message)
  }
  if (!looksLikeResource(file.text)) return skip(path, 'not-configuration')
  return { source: { path, text: file.text, engine: 'kyverno', guess: true } }
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
