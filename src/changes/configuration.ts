import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { TextFile } from '../host/text-file.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import { trustedCommits } from './event-changes.ts'
import { comesFromHead, pathInRepository } from './origin.ts'
import type { Scope } from './scope.ts'
import { commitTree, type Tree, workTree } from './trusted-tree.ts'

/** Where a configuration is looked for when none is named. */
export const CONFIGURATION_FILES = ['.github/policy-gate.yml', '.github/policy-gate.yaml'] as const

/** The configuration that counts, if there is one. */
export interface Configuration {
  readonly file?: SourceFile
  /** Every file that could be it: where one of them changes, everything is judged anew. */
  readonly candidates: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Found {
  readonly path: string
  readonly tree: Tree
}

/** A configuration is a page of text. */
const MAX_SIZE = 1024 * 1024

/**
 * Finds the configuration where it can be trusted: a change must not lower what it is judged by. One that only the change
 * has counts once it is merged. `named` is what the workflow or the command line says.
 */
export async function findConfiguration(host: Host, scope: Scope, named: string | undefined): Promise<Configuration> {
  const candidates = named === undefined ? CONFIGURATION_FILES : [named]
  const trusted = scope.kind === 'event' ? await trustedCommits(host, scope) : undefined
  const disk = await workTree(host, candidates)
  const found = trusted === undefined ? await onDisk(disk, candidates) : await atBase(host, trusted.base, candidates)
  if (found.length > 0) return { file: await read(onlyOne(found)), candidates, diagnostics: [] }
  const made = trusted === undefined ? [] : await onDisk(disk, candidates)
  if (trusted === undefined || made.length === 0) {
    if (named !== undefined) throw unreadable(named, `there is no file ${JSON.stringify(named)}`)
    return { candidates, diagnostics: [] }
  }
  const { path, tree } = onlyOne(made)
  const atHead = await commitTree(new Git(host), trusted.head)
  if (await comesFromHead(host, atHead, path)) return { candidates, diagnostics: [notYet(path)] }
  return { file: await read({ path, tree }), candidates, diagnostics: [] } // an earlier step of the workflow wrote it
}

/** The configuration as the change has it, where it is another than the one that counts. Fails where it cannot be read. */
export async function proposedConfiguration(
  host: Host,
  scope: Scope,
  { candidates, file }: Configuration,
): Promise<SourceFile | 'none' | undefined> {
  const trusted = scope.kind === 'event' ? await trustedCommits(host, scope) : undefined
  if (trusted === undefined) return undefined
  const found = await atBase(host, trusted.head, candidates)
  const proposed = found.length === 0 ? undefined : await read(onlyOne(found))
  if (proposed?.text === file?.text) return undefined
  return proposed ?? 'none'
}

async function onDisk(tree: Tree, candidates: readonly string[]): Promise<readonly Found[]> {
  const there = await Promise.all(candidates.map((path) => tree.find(path)))
  return candidates.filter((_, at) => (there[at]?.length ?? 0) > 0).map((path) => ({ path, tree }))
}

async function atBase(host: Host, base: string, candidates: readonly string[]): Promise<readonly Found[]> {
  const tree = await commitTree(new Git(host), base)
  const paths = candidates.map((path) => pathInRepository(host, path)).filter((path) => path !== undefined)
  const there = await Promise.all(paths.map((path) => tree.find(path)))
  return paths.filter((path, at) => there[at]?.includes(path)).map((path) => ({ path, tree }))
}

function onlyOne([found, other]: readonly Found[]): Found {
  if (found !== undefined && other === undefined) return found
  throw new ConfigError({
    code: 'config.contradiction',
    what: `there are two configurations: ${found?.path} and ${other?.path}`,
    where: { file: other?.path ?? '' },
    remedy: 'keep one of them',
  })
}

async function read({ path, tree }: Found): Promise<SourceFile> {
  const [file] = await tree.read([path], MAX_SIZE)
  if (file?.kind === 'text') return { path, text: file.text }
  throw unreadable(path, faultOf(path, file))
}

function faultOf(path: string, file: TextFile | undefined): string {
  return file?.kind === 'refused' ? file.diagnostic.message : `${path} is a folder`
}

function unreadable(path: string, what: string): ConfigError {
  const remedy = 'name a YAML file, or leave the name out to have .github/policy-gate.yml read where there is one'
  return new ConfigError({ code: 'config.unreadable', what, where: { file: path }, remedy })
}

function notYet(path: string): Diagnostic {
  const message = `${path} does not exist at the base commit: what this change sets there counts once it is merged`
  return { level: 'note', code: 'config.not-yet', message, blame: 'user' }
}
