import { posix, relative, resolve } from 'node:path'
import { isGlob, pathFilter } from '../inputs/globs.ts'

/** What decides the verdict beside the judged files themselves; paths relative to the repository's root. */
export interface GateInputs {
  /** Files, folders and globs. */
  readonly policies: readonly string[]
  /** Files that the configuration is in, or would be in. */
  readonly config: readonly string[]
  readonly workflow: string | undefined
  /** Everything is judged, whatever changed. */
  readonly all?: boolean
  /** Files of what policies may ask. */
  readonly world: readonly string[]
}

/** The same inputs as git names them, from `root`, when they were given from the folder `from`. */
export function seenFrom(
  root: string,
  from: string,
  { policies, config, workflow, world, all = false }: GateInputs,
): GateInputs {
  const move = (path: string) => relative(root, resolve(from, path)) || '.'
  return {
    policies: policies.map(move),
    config: config.map(move),
    workflow,
    all,
    world: world.map(move),
  }
}

/** Why a changed path makes everything worth judging again, or undefined. */
export function reasonToJudgeAll(inputs: GateInputs): (path: string) => string | undefined {
  const policies = inputs.policies.map(belongsTo)
  return (path) => {
    if (policies.some((belongs) => belongs(path))) return `the policy file ${path} changed`
    if (inputs.config.includes(path)) return `the configuration ${path} changed`
    if (path === inputs.workflow) return `the workflow ${path} that runs the gate changed`
    if (inputs.world.includes(path)) return `${path}, which policies ask, changed`
    return undefined
  }
}

/** Whether a path is the entry itself, below it, or matched by it. */
export function belongsTo(entry: string): (path: string) => boolean {
  if (isGlob(entry)) return pathFilter([entry])
  const clean = cleanEntry(entry)
  return clean === '.' ? () => true : (path) => path === clean || path.startsWith(`${clean}/`)
}

/** `./policies/` → `policies`. */
export function cleanEntry(entry: string): string {
  return posix.normalize(entry).replace(/(?<=.)\/$/, '')
}
