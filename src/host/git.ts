import { ToolError } from '../errors.ts'
import type { Executed, Host } from './host.ts'

/** One entry of `git diff-tree --raw`: modes are octal text, `000000` where the file is not. */
export interface RawChange {
  readonly oldMode: string
  readonly newMode: string
  /** The letter git gives: A, M, D, R, T, C, U, X. */
  readonly status: string
  /** True when only the mode differs. */
  readonly sameContent: boolean
  readonly path: string
  readonly previousPath?: string
}

/** One entry of `git ls-tree -r`. */
export interface TreeEntry {
  readonly mode: string
  readonly id: string
  readonly path: string
}

/**
 * Nothing that a repository or a file name says may change what a command does, and none leaves a process behind:
 * @actions/exec waits for one that holds on to the output.
 */
const SAFE_CONFIG = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'diff.renames=true',
  'gc.auto=0',
  'maintenance.auto=false',
]
const SAFE_ENV = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1', LC_ALL: 'C' }

/** Plumbing commands of git in one repository: no shell, NUL-separated, refs never taken for options. */
export class Git {
  private readonly host: Host
  private readonly folder: string

  constructor(host: Host, folder: string = host.root) {
    this.host = host
    this.folder = folder
  }

  /** The top folder of the work tree, undefined outside of a repository. */
  async topLevel(): Promise<string | undefined> {
    const { exitCode, stdout } = await this.run(['rev-parse', '--show-toplevel'])
    return exitCode === 0 ? stdout.toString('utf8').replace(/\n$/, '') : undefined
  }

  /** The full id of a commit that is here, undefined when it is not. */
  async commit(ref: string): Promise<string | undefined> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
    const { exitCode, stdout } = await this.run(args)
    return exitCode === 0 ? stdout.toString('latin1').trim() : undefined
  }

  /** Parents as the commit itself names them: a shallow clone hides them from `rev-parse`. */
  async parents(commit: string): Promise<readonly string[]> {
    const header = (await this.must(['cat-file', 'commit', commit])).toString('latin1').split('\n\n', 1)[0] ?? ''
    return header.split('\n').flatMap((line) => (line.startsWith('parent ') ? [line.slice(7)] : []))
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { exitCode, stdout } = await this.run(['merge-base', one, other])
    return exitCode === 0 ? stdout.toString('latin1').trim() : undefined
  }

  async isShallow(): Promise<boolean> {
    return (await this.must(['rev-parse', '--is-shallow-repository'])).toString('latin1').trim() === 'true'
  }

  async hasRemote(name: string): Promise<boolean> {
    return (await this.must(['remote'])).toString('utf8').split('\n').includes(name)
  }

  /** Fetches commits by id. The caller reads the exit code: a remote may refuse, or no longer have them. */
  async fetch(remote: string, what: readonly string[], ...options: readonly string[]): Promise<Executed> {
    const quiet = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head']
    return this.run(['fetch', ...quiet, ...options, '--end-of-options', remote, ...what])
  }

  /** What differs between two commits, renames recognised. */
  async diff(base: string, head: string): Promise<readonly RawChange[]> {
    return parseRawDiff(await this.must(['diff-tree', '-r', '-z', '-M', '--raw', '--no-ext-diff', base, head, '--']))
  }

  /** Ranges of lines of a file that differ, as it is at the head; where lines were taken out, the two around them. */
  async changedLines(base: string, head: string, path: string): Promise<readonly (readonly [number, number])[]> {
    const options = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--text']
    const output = (await this.must(['diff', ...options, base, head, '--', path])).toString('latin1')
    return [...output.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, first = '', count = '1']) =>
      count === '0' ? [Number(first), Number(first) + 1] : [Number(first), Number(first) + Number(count) - 1],
    )
  }

  /** Every file of a commit, or those at and below one path. */
  async tree(commit: string, under?: string): Promise<readonly TreeEntry[]> {
    const paths = under === undefined ? [] : ['--', under]
    return parseTree(await this.must(['ls-tree', '-r', '-z', '--full-tree', commit, ...paths]))
  }

  /** Contents of blobs, in the order of their ids. */
  async blobs(ids: readonly string[]): Promise<readonly Buffer[]> {
    if (ids.length === 0) return []
    return parseBatch(await this.must(['cat-file', '--batch'], Buffer.from(`${ids.join('\n')}\n`)), ids)
  }

  private async must(args: readonly string[], stdin?: Buffer): Promise<Buffer> {
    const { exitCode, stdout, stderr } = await this.run(args, stdin)
    if (exitCode !== 0) throw gitFailed(args[0] ?? '', stderr)
    return stdout
  }

  private run(args: readonly string[], stdin?: Buffer): Promise<Executed> {
    const config = [...SAFE_CONFIG, `safe.directory=${this.folder}`].flatMap((setting) => ['-c', setting])
    const options = { cwd: this.folder, env: SAFE_ENV, ...(stdin === undefined ? {} : { stdin }) }
    return this.host.exec('git', [...config, ...args], options)
  }
}

/** `:100644 100644 <id> <id> M\0path\0`, with a second path after R and C. */
export function parseRawDiff(output: Buffer): readonly RawChange[] {
  const fields = output.toString('utf8').split('\0')
  const changes: RawChange[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [oldMode = '', newMode = '', oldId, newId, status = ''] = (fields[at++] ?? '').slice(1).split(' ')
    const first = fields[at++] ?? ''
    const letter = status.charAt(0)
    const moved = letter === 'R' || letter === 'C'
    if (!/^\d{6}$/.test(oldMode) || letter === '') throw gitFailed('diff-tree', 'its output could not be read')
    const path = moved ? (fields[at++] ?? '') : first
    const sameContent = oldId === newId
    changes.push({ oldMode, newMode, status: letter, sameContent, path, ...(moved ? { previousPath: first } : {}) })
  }
  return changes
}

function parseTree(output: Buffer): readonly TreeEntry[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t')
      const [mode = '', , id = ''] = line.slice(0, tab).split(' ')
      return { mode, id, path: line.slice(tab + 1) }
    })
}

/** `<id> blob <size>\n<content>\n` for each id asked for. */
function parseBatch(output: Buffer, ids: readonly string[]): readonly Buffer[] {
  let at = 0
  return ids.map((id) => {
    const end = output.indexOf(10, at)
    const [, type, size] = output.subarray(at, end).toString('latin1').split(' ')
    if (end < 0 || type !== 'blob') throw gitFailed('cat-file', `object ${id} is not here`)
    const start = end + 1
    at = start + Number(size) + 1
    return output.subarray(start, start + Number(size))
  })
}

function gitFailed(command: string, stderr: string): ToolError {
  const said = stderr.trim().split('\n').slice(-3).join(' ')
  return new ToolError({
    code: 'git.failed',
    what: `git ${command} failed: ${said === '' ? 'it gave no reason' : said}`,
    remedy: 'check that the folder is a complete git checkout that this user may read',
  })
}
