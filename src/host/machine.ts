import { execFile } from 'node:child_process'
import type { Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { bareEnvironment } from './bare-environment.ts'
import type { CommandEnd, CommandSetting, ExecOptions, Executed, FolderEntry, PathInfo } from './host.ts'
import { limitedCommand } from './limited-command.ts'
import { privateFolder } from './private-folder.ts'
import { beforeStop, type LastWords } from './process.ts'
import type { Installed } from './tools/installed.ts'
import type { RendererName, Tool, WantedTool } from './tools/tool.ts'

/** Programs write lists of every file of a repository; a million long paths still fit. */
const MAX_OUTPUT = 1024 * 1024 * 1024

/** The files and programs of the machine we run on: what every host shares. */
export class Machine {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>

  constructor(root: string, env: Readonly<Record<string, string | undefined>>) {
    this.root = root
    this.env = env
  }

  exec(command: string, args: readonly string[], options: ExecOptions = {}): Promise<Executed> {
    return new Promise((done, fail) => {
      const settings = {
        cwd: options.cwd ?? this.root,
        env: { ...this.env, ...options.env },
        encoding: 'buffer',
        maxBuffer: MAX_OUTPUT,
      } as const
      const child = execFile(command, args, settings, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') fail(notStarted(command, error))
        else done({ exitCode: Number(error?.code ?? 0), stdout, stderr: stderr.toString('utf8') })
      })
      // A program that ends before it read all its input is judged by its exit code.
      child.stdin?.on('error', () => {})
      child.stdin?.end(options.stdin)
    })
  }

  run([command, ...args]: readonly [string, ...string[]], stdin: string, setting: CommandSetting): Promise<CommandEnd> {
    const { cwd = this.root, env, isolated, ...limits } = setting
    const onStop = (stop: () => Promise<void>) => this.onStop(stop)
    const own = isolated === true ? bareEnvironment(this.env) : this.env
    return limitedCommand(command, args, { ...limits, cwd, env: { ...own, ...env }, stdin, onStop })
  }

  inFolder<Made>(
    files: ReadonlyMap<string, string | Uint8Array>,
    use: (folder: string) => Promise<Made>,
  ): Promise<Made> {
    return privateFolder(this.env, files, use)
  }

  /** Clients and archives are large and hardly ever needed: they are loaded when they are. */
  async obtainTool(wanted: WantedTool): Promise<Tool> {
    const { obtainTool } = await import('./tools/obtain.ts')
    return obtainTool(this, wanted)
  }

  async installedTool(name: RendererName, folder?: string): Promise<Installed> {
    const { installedTool } = await import('./tools/installed.ts')
    return installedTool(this, name, folder)
  }

  async inspect(path: string): Promise<PathInfo | undefined> {
    try {
      const stats = await lstat(this.resolve(path))
      return { kind: kindOf(stats), size: stats.size }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  realPath(path: string): Promise<string> {
    return realpath(this.resolve(path))
  }

  async read(path: string, limit: number): Promise<Buffer> {
    const file = await open(this.resolve(path), 'r')
    try {
      const { size } = await file.stat()
      const buffer = Buffer.allocUnsafe(Math.min(size, limit))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const entries = await readdir(this.resolve(folder), { withFileTypes: true })
    return entries
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  async write(path: string, text: string): Promise<void> {
    const target = this.resolve(path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }

  async stdin(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length > limit) break
    }
    return Buffer.concat(chunks)
  }

  onStop(lastWords: LastWords): () => void {
    return beforeStop(lastWords)
  }

  now(): Date {
    return new Date()
  }

  protected resolve(path: string): string {
    return resolve(this.root, path)
  }
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): PathInfo['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function notStarted(command: string, cause: Error): ToolError {
  return new ToolError(
    {
      code: 'host.program',
      what: `${command} could not be run: ${cause.message}`,
      remedy: `install ${command} on this machine and put it on the PATH`,
    },
    { cause },
  )
}
