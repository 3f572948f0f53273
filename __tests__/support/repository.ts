import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const made: string[] = []

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'policy-gate-test-')))
  made.push(folder)
  return folder
}

export function removeTemporaryFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}

export type Files = Readonly<Record<string, string | Buffer>>

/** A real git repository in a temporary folder. Dates and names are fixed, so that commit ids are, too. */
export class Repository {
  readonly folder: string

  constructor(folder = temporaryFolder()) {
    this.folder = folder
  }

  static create(): Repository {
    const repository = new Repository()
    repository.git('init', '--quiet', '--initial-branch=main')
    repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
    return repository
  }

  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      env: { ...process.env, ...IDENTITY },
      encoding: 'utf8',
    }).trim()
  }

  path(path: string): string {
    return join(this.folder, path)
  }

  write(files: Files): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true })
      writeFileSync(this.path(path), content)
    }
    return this
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }

  link(path: string, target: string): this {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    symlinkSync(target, this.path(path))
    return this
  }

  remove(...paths: string[]): this {
    for (const path of paths) rmSync(this.path(path), { recursive: true })
    return this
  }

  /** Commits everything as it is on disk and returns the id. */
  commit(files: Files = {}): string {
    this.write(files)
    this.git('add', '--all')
    this.git('commit', '--quiet', '--allow-empty', '--message', 'c')
    return this.git('rev-parse', 'HEAD')
  }

  checkout(ref: string): this {
    this.git('checkout', '--quiet', '--detach', ref)
    return this
  }

  /** Switches to a branch, which begins here when it is new. */
  branch(name: string): this {
    const known = this.git('branch', '--list', name) !== ''
    this.git('checkout', '--quiet', ...(known ? [name] : ['-b', name]))
    return this
  }

  /** Merges `head` into what is checked out, as GitHub does for `refs/pull/N/merge`, and checks it out. */
  merge(head: string): string {
    this.git('merge', '--quiet', '--no-ff', '--message', 'm', head)
    return this.git('rev-parse', 'HEAD')
  }

  clone(...args: string[]): Repository {
    const folder = temporaryFolder()
    execFileSync('git', ['clone', '--quiet', ...args, `file://${this.folder}`, folder], {
      env: { ...process.env, ...IDENTITY },
      stdio: 'pipe',
    })
    return new Repository(folder)
  }
}
