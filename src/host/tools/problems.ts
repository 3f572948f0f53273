import { ConfigError, ToolError } from '../../errors.ts'
import type { ToolName } from './tool.ts'

/** What is wrong with a program or its release. Nothing of it was run. */
export function wrongDigest(what: string, file: string, expected: string, found: string): ToolError {
  return new ToolError({
    code: 'tool.wrong-digest',
    what: `${what} is not what was released: ${file} has the digest sha256:${found}, and sha256:${expected} is expected`,
    remedy:
      'do not use it; find out who changed it, then delete it from the cache or correct the mirror, and run again',
  })
}

export function unusable(what: string, why: string): ToolError {
  return new ToolError({
    code: 'tool.unusable',
    what: `${what} cannot be used: ${why}`,
    remedy: 'name another version, another `tool-mirror`, or a folder with the program by `tool-path`',
  })
}

export function notReleased(name: ToolName, version: string, url: string): ConfigError {
  return new ConfigError({
    code: 'tool.not-released',
    what: `there is no ${url}`,
    where: { input: `${name}-version` },
    cause: `${version} may be no release of ${name}, or not one for this machine, or the mirror does not have it`,
    remedy: `correct \`${name}-version\` or \`tool-mirror\`, or name a folder with the program by \`tool-path\``,
  })
}

export function noKnownDigest(name: ToolName, version: string): ConfigError {
  return new ConfigError({
    code: 'tool.no-known-digest',
    what: `nothing says what ${name} ${version} has to be: its digest does not ship with the gate, and nobody signed its checksums`,
    where: { input: `${name}-checksum` },
    remedy: `give \`${name}-checksum\`, the sha256 of the release's checksums.txt, from a source that you trust`,
  })
}
