import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheDir, evaluateVersions, find, findAllVersions } from '@actions/tool-cache'
import type { ToolName } from './tool.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Files of releases in the runner's tool cache. Archives are kept, and not programs: only they can be held against the release's
 * digests, and who can write to the cache must not gain anything by it.
 */
export class ToolCache {
  private readonly name: string
  private readonly arch: string

  constructor(tool: ToolName, arch: string, env: Environment) {
    this.name = `policy-gate-${tool}`
    this.arch = arch
    // The runner sets it for actions; on other machines the package knows no place.
    process.env['RUNNER_TOOL_CACHE'] ??= join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'policy-gate')
  }

  versions(): readonly string[] {
    return findAllVersions(this.name, this.arch)
  }

  /** Undefined where the version is not there. */
  async files(version: string): Promise<{ readonly folder: string; readonly files: Map<string, Buffer> } | undefined> {
    const folder = find(this.name, version, this.arch)
    if (folder === '') return undefined
    const names = await readdir(folder)
    const read = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const))
    return { folder, files: new Map(read) }
  }

  async keep(version: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'policy-gate-'))
    try {
      for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
      await cacheDir(folder, this.name, version, this.arch)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** The newest of some versions that is in a range; undefined where none is. */
export function newestIn(range: string, versions: readonly string[]): string | undefined {
  return evaluateVersions([...versions], range) || undefined
}
