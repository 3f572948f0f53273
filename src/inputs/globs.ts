import picomatch from 'picomatch'
import { ConfigError, type UserErrorDetail } from '../errors.ts'

/**
 * `debug` makes picomatch throw on a bad range, which would otherwise become a pattern that matches nothing. With the
 * flag `s` a file whose name holds a line end is matched as any other: it must not slip past `**`.
 */
const SETTINGS = { dot: true, strictBrackets: true, posix: true, debug: true, flags: 's' } as const

/** Whether a path is meant by a list of globs. As in a workflow's `paths`, the last one that matches decides. */
export type PathFilter = (path: string) => boolean

export function pathFilter(globs: readonly string[]): PathFilter {
  const rules = globs.map((glob) => ({ wanted: !glob.startsWith('!'), matches: matcher(glob.replace(/^!/, '')) }))
  const byDefault = rules.every((rule) => !rule.wanted)
  return (path) => rules.findLast((rule) => rule.matches(path))?.wanted ?? byDefault
}

/** Whether a word is a glob rather than the name of a file or folder. */
export function isGlob(word: string): boolean {
  return picomatch.scan(word).isGlob
}

/** The folder that everything a glob matches is below: `policies/*.yaml` → `policies`. */
export function globBase(glob: string): string {
  return picomatch.scan(glob).base || '.'
}

function matcher(glob: string): (path: string) => boolean {
  return picomatch(glob.replace(/^\.\//, ''), SETTINGS)
}

/** A glob that cannot be compiled would match nothing, and let everything pass. */
export function assertGlobs(
  globs: readonly string[],
  where: NonNullable<UserErrorDetail['where']>,
  name: string,
): void {
  for (const glob of globs) {
    const fault = faultOf(glob)
    if (fault === undefined) continue
    throw new ConfigError({
      code: 'config.bad-glob',
      what: `${name} has a glob that cannot be used: ${JSON.stringify(glob)} (${fault})`,
      where,
      remedy: 'close every bracket, or write a literal bracket with a backslash before it',
    })
  }
}

/** Whether a glob can be compiled. */
export function isUsableGlob(glob: string): boolean {
  return faultOf(glob) === undefined
}

function faultOf(glob: string): string | undefined {
  if (glob.replace(/^!/, '').trim() === '') return 'it is empty'
  try {
    matcher(glob.replace(/^!/, ''))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
