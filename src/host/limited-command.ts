import { type ChildProcess, spawn } from 'node:child_process'
import type { CommandEnd, CommandLimits } from './host.ts'

/** Of what a program says beside its answer, this much is kept by default: the last words tell why it failed. */
const LAST_WORDS = 4 * 1024

interface Setting extends CommandLimits {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: string
  readonly maxLastWords?: number
  /** Called with what ends the program, when we are ended ourselves; what it returns takes that back. */
  readonly onStop: (stop: () => Promise<void>) => () => void
}

/**
 * Runs a program without a shell and within limits. It leads a group of its own: what it started ends with it, so that nothing
 * of it goes on after its time, and nothing keeps its output open.
 */
export function limitedCommand(command: string, args: readonly string[], setting: Setting): Promise<CommandEnd> {
  return new Promise((done) => {
    const { cwd, env, timeoutSeconds, maxOutput, maxLastWords = LAST_WORDS } = setting
    const child = spawn(command, args, { cwd, env, stdio: 'pipe', detached: process.platform !== 'win32' })
    const chunks: Buffer[] = []
    let [length, lastWords] = [0, '']
    let isOver = false
    const end = (how: CommandEnd) => {
      if (isOver) return
      isOver = true
      clearTimeout(clock)
      takeBack()
      killGroup(child)
      done(how)
    }
    const clock = setTimeout(() => end({ kind: 'timeout' }), timeoutSeconds * 1000)
    const takeBack = setting.onStop(async () => killGroup(child))
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxOutput) end({ kind: 'too-much' })
    })
    child.stderr.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString('utf8')).slice(-maxLastWords)
    })
    child.on('error', ({ message }) => end({ kind: 'not-started', message }))
    child.on('close', (exitCode, signal) =>
      end({ kind: 'ended', exitCode: exitCode ?? -1, signal: signal ?? '', stdout: Buffer.concat(chunks), lastWords }),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(setting.stdin)
  })
}

function killGroup({ pid, exitCode, stdout, stderr }: ChildProcess): void {
  stdout?.destroy()
  stderr?.destroy()
  if (pid === undefined) return
  try {
    // The group may outlive the one that led it; where it is gone, there is nothing to end.
    if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL')
    else if (exitCode === null) process.kill(pid, 'SIGKILL')
  } catch {}
}
