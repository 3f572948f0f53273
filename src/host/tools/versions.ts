import { ConfigError } from '../../errors.ts'
import type { Host } from '../host.ts'
import { newestIn } from './cache.ts'
import { RELEASES } from './releases.ts'
import type { ToolName, WantedTool } from './tool.ts'

/** `1.19.1`, also written with a `v` before it. */
export function exactVersion(text: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(text)?.[1]
}

export interface Lists {
  /** Versions that are here already. */
  readonly here: readonly string[]
  readonly askGitHub?: Host['askGitHub'] | undefined
  readonly token: string
}

/** The one version that is wanted. A range is that of the newest release in it, or of the newest here where no list can be had. */
export async function resolvedVersion({ name, version }: WantedTool, lists: Lists): Promise<string> {
  const { version: embedded } = RELEASES[name]
  if (version === undefined) return embedded
  const exact = exactVersion(version)
  if (exact !== undefined) return exact
  const listed = await releasedVersions(name, lists)
  const found = newestIn(version, [...listed, ...lists.here, embedded])
  if (found === undefined) throw noneInRange(name, version)
  return found
}

/** Releases that are not drafts and not trials. A list that cannot be had is none: what is here and known still counts. */
async function releasedVersions(name: ToolName, { askGitHub, token }: Lists): Promise<readonly string[]> {
  if (askGitHub === undefined || token === '') return []
  const path = `/repos/${RELEASES[name].repository}/releases?per_page=100`
  const answer = await askGitHub(token, { method: 'GET', path })
  if (answer.kind === 'refused' || !Array.isArray(answer.data)) return []
  return (answer.data as readonly Readonly<Record<string, unknown>>[])
    .filter(({ draft, prerelease }) => draft === false && prerelease === false)
    .flatMap((release) => exactVersion(String(release['tag_name'])) ?? [])
}

function noneInRange(name: ToolName, range: string): ConfigError {
  return new ConfigError({
    code: 'tool.no-version',
    what: `no release of ${name} that could be found is in ${range}`,
    where: { input: `${name}-version` },
    remedy: `name one version, such as ${RELEASES[name].version}`,
  })
}
