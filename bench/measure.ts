import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'

/** One run of a program: seconds on the wall clock and of all processors, and the most memory it had, in MB. */
export interface Measured {
  readonly seconds: number
  /** What a busy machine does not add to. */
  readonly cpu: number
  readonly peak: number
  readonly stdout: string
}

/** A program and its arguments, and the exit codes that mean it did its work. */
export interface Program {
  readonly command: readonly [string, ...string[]]
  readonly done: readonly number[]
  readonly cwd?: string
}

export function measure({ command: [file, ...args], done, cwd }: Program): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd })
    let [stdout, stderr, peak, cpu] = ['', '', 0, 0]
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    // the kernel keeps both counts as long as the process lives; the last look is close to the end
    const watch = setInterval(() => {
      peak = Math.max(peak, highWaterMark(child.pid))
      cpu = Math.max(cpu, processorSeconds(child.pid))
    }, 25)
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      const seconds = (performance.now() - started) / 1000
      if (code !== null && done.includes(code)) resolve({ seconds, cpu, peak, stdout })
      else reject(new Error(`${file} ended with ${code}: ${(stderr || stdout).slice(-2000)}`))
    })
  })
}

function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const TICKS_PER_SECOND = 100

/** Of the process and its threads; what stands in parentheses is its name, which may hold spaces. */
function processorSeconds(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return 0
  }
}

/** Runs programs in turn, so that whatever else the machine does falls on all of them, and gives each one's runs. */
export async function alternate(
  programs: readonly Program[],
  rounds: number,
): Promise<readonly (readonly Measured[])[]> {
  const runs: Measured[][] = programs.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [index, program] of programs.entries()) runs[index]?.push(await measure(program))
  }
  return runs
}

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b)
  const middle = Math.floor(ordered.length / 2)
  const upper = ordered[middle] ?? Number.NaN
  return ordered.length % 2 === 1 ? upper : (upper + (ordered[middle - 1] ?? Number.NaN)) / 2
}

export const secondsOf = (runs: readonly Measured[]): number => median(runs.map(({ seconds }) => seconds))
export const cpuOf = (runs: readonly Measured[]): number => median(runs.map(({ cpu }) => cpu))
export const peakOf = (runs: readonly Measured[]): number => Math.max(...runs.map(({ peak }) => peak))

/** Half the distance between the fastest and the slowest run, relative to the median: how much to believe a figure. */
export function spreadOf(runs: readonly Measured[]): number {
  const all = runs.map(({ seconds }) => seconds)
  return (Math.max(...all) - Math.min(...all)) / 2 / median(all)
}

export const load = (): number => loadavg()[0] ?? 0
