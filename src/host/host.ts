import type { Installed } from './tools/installed.ts'
import type { RendererName, Tool, WantedTool } from './tools/tool.ts'

/** What a program that ran left behind. Output is bytes: file names need not be UTF-8. */
export interface Executed {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

export interface ExecOptions {
  readonly cwd?: string
  readonly stdin?: Buffer
  readonly env?: Readonly<Record<string, string>>
}

export interface CommandLimits {
  readonly timeoutSeconds: number
  /** Bytes of its standard output. */
  readonly maxOutput: number
}

/** Where a program of the user's runs, and what it is told. */
export interface CommandSetting extends CommandLimits {
  /** The host's root by default. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** `env` is added to what the machine needs to run a program at all, not to our own environment, which may hold tokens. */
  readonly isolated?: true
  /** Bytes of what it says on standard error that are kept, from the end. 4 KiB by default. */
  readonly maxLastWords?: number
}

/** How a program of the user's ended. `lastWords` is the end of its standard error: untrusted text. */
export type CommandEnd =
  | {
      readonly kind: 'ended'
      readonly exitCode: number
      readonly signal: string
      readonly stdout: Buffer
      readonly lastWords: string
    }
  | { readonly kind: 'timeout' | 'too-much' }
  | { readonly kind: 'not-started'; readonly message: string }

/** What a path is, without following a link. */
export interface PathInfo {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  /** Bytes. */
  readonly size: number
}

export interface FolderEntry {
  readonly name: string
  readonly kind: PathInfo['kind']
}

/** What GitHub says a pull request changes, for when git cannot say. */
export interface PullRequestFiles {
  readonly head: string
  /** How many files GitHub counts; the list may be shorter. */
  readonly total: number
  readonly files: readonly { readonly path: string; readonly status: string; readonly previousPath?: string }[]
}

/** A request to GitHub's REST interface. `path` begins with `/`, and what is variable in it is encoded. */
export interface GitHubRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** What GitHub said. A refusal is a value: the verdict of a run never depends on it. `status` is 0 without an answer. */
export type GitHubAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly data: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }

/** What became of an artifact. A refusal is a value: the verdict of a run never depends on it. */
export type Uploaded = { readonly kind: 'uploaded' } | { readonly kind: 'refused'; readonly message: string }

/** What became of fetching artifacts: the names of those that are there now, or why some cannot be had. */
export type Downloaded =
  | { readonly kind: 'downloaded'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string }

/**
 * The only way to the outside world. The action and the CLI are the same pipeline with two of these.
 * Relative paths are relative to `root`.
 */
export interface Host {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Runs a program without a shell. A program that cannot be started is a ToolError. */
  exec(command: string, args: readonly string[], options?: ExecOptions): Promise<Executed>
  /** Runs a program of the user's without a shell, within limits. */
  run(command: readonly [string, ...string[]], stdin: string, setting: CommandSetting): Promise<CommandEnd>
  /** Gives a folder that nobody else may read, with these files in it (paths with `/`), and removes it afterwards. */
  inFolder<Made>(files: ReadonlyMap<string, string | Uint8Array>, use: (folder: string) => Promise<Made>): Promise<Made>
  /** Finds or downloads an official program, and makes sure that it is what was released. */
  obtainTool(wanted: WantedTool): Promise<Tool>
  /** The machine's own program: in a folder outside of the workspace, if one is named, else on the PATH. */
  installedTool(name: RendererName, folder?: string): Promise<Installed>
  /** Undefined when nothing is there. */
  inspect(path: string): Promise<PathInfo | undefined>
  /** Where a path leads once every link is followed. Throws when it leads nowhere. */
  realPath(path: string): Promise<string>
  /** At most `limit` bytes from the start of a file. */
  read(path: string, limit: number): Promise<Buffer>
  /** What stands in a folder, sorted by code unit. */
  list(folder: string): Promise<readonly FolderEntry[]>
  write(path: string, text: string): Promise<void>
  stdin(limit: number): Promise<Buffer>
  now(): Date
  /** Whether `print` reaches a person's terminal. */
  readonly isTerminal: boolean
  /** Standard output; in a workflow, the log, where workflow commands are obeyed. */
  print(text: string): void
  /** Standard error. */
  warn(text: string): void
  /** Markdown for the job's page; a terminal has none. */
  summary(markdown: string): Promise<void>
  output(name: string, value: string): void
  /**
   * Runs `lastWords` when a signal stops the run, within two seconds, before it exits with the signal's code. Returns what
   * takes it back.
   */
  onStop(lastWords: (signal: string) => Promise<void>): () => void
  /** Absent where there is no GitHub to ask. `repository` is `owner/name`. */
  pullRequestFiles?(token: string, repository: string, number: number): Promise<PullRequestFiles>
  /** Asks GitHub, again where it says that it is busy, for a limited time. Absent where there is no GitHub to ask. */
  askGitHub?(token: string, request: GitHubRequest): Promise<GitHubAnswer>
  /** Attaches files below `root` to the workflow run, if asked in the place of an artifact of that name. Absent where a run has no artifacts. */
  uploadArtifact?(name: string, files: readonly string[], root: string, isReplaced?: boolean): Promise<Uploaded>
  /** Fetches the run's artifacts of these names, each into a folder of its name below `folder`. Absent where a run has none. */
  downloadArtifacts?(isWanted: (name: string) => boolean, folder: string): Promise<Downloaded>
  /** Tells a webhook, for a limited time. Absent where nobody is to be told. */
  postJson?(url: string, body: string): Promise<GitHubAnswer>
  /** The login that a token acts as, such as `github-actions[bot]`; undefined when GitHub does not say. */
  gitHubLogin?(token: string): Promise<string | undefined>
}
