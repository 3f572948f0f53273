import * as z from 'zod/mini'
import { told } from './told.ts'

const version = z.optional(z.string().check(z.regex(/^[\dvVxX*][\w.*+-]*$|^[\s\dvxX*.<>=~^|&-]+$/), z.maxLength(64)))
const VERSION = 'a version, such as 1.19.1, or a range of versions, such as 1.19.x or ~1.19.0'

const checksum = z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/)))
const CHECKSUM = '64 hexadecimal digits: the sha256 of checksums.txt'

const path = z.optional(z.string().check(z.minLength(1)))

/** Who judges, and where official programs come from. */
export const TOOL_SETTINGS = {
  engine: told(
    z._default(z.enum(['embedded', 'official', 'both']), 'embedded'),
    'Who judges: the engines that ship with the gate, the official programs, or both, where any disagreement is an error.',
    'embedded, official or both',
  ),
  'kyverno-version': told(version, 'The version of the official kyverno. Default the one that is embedded.', VERSION),
  'conftest-version': told(version, 'The version of the official conftest. Default the one that is embedded.', VERSION),
  'kyverno-checksum': told(checksum, "Sha256 of the checksums.txt of kyverno's release.", CHECKSUM),
  'conftest-checksum': told(checksum, "Sha256 of the checksums.txt of conftest's release.", CHECKSUM),
  'tool-path': told(
    path,
    'A folder with the official programs: nothing is looked for elsewhere, and nothing is downloaded.',
    'the path of a folder outside of the workspace',
  ),
  'tool-mirror': told(
    z.optional(z.string().check(z.regex(/^https:\/\/[^\s]+$/))),
    'What stands in place of https://github.com in the addresses of releases.',
    'an address that begins with https://',
  ),
  'tool-trust-root': told(
    path,
    'The keys of a Sigstore of your own that signed the releases of your mirror.',
    'the path of a file that `cosign trusted-root create` writes',
  ),
}

/** The same on the command line, and as inputs of the action. */
export const TOOL_FLAGS = {
  engine: { type: 'string' },
  'kyverno-version': { type: 'string' },
  'conftest-version': { type: 'string' },
  'kyverno-checksum': { type: 'string' },
  'conftest-checksum': { type: 'string' },
  'tool-path': { type: 'string' },
  'tool-mirror': { type: 'string' },
  'tool-trust-root': { type: 'string' },
} as const satisfies Record<keyof typeof TOOL_SETTINGS, { readonly type: 'string' }>

export const TOOL_INPUTS = Object.keys(TOOL_FLAGS) as readonly (keyof typeof TOOL_FLAGS)[]

/** The line of help for all of them: they are for the few. */
export const TOOL_HELP = `  --engine ENGINE       embedded | official | both (default: embedded)
  --kyverno-version, --conftest-version, --kyverno-checksum, --conftest-checksum, --tool-path, --tool-mirror,
  --tool-trust-root     where official programs come from: docs/engines.md
`

type ToolSettings = { readonly [Key in keyof typeof TOOL_SETTINGS]?: unknown }

/** The options with another's say on who judges, and on what is downloaded and run for it. */
export function withToolsOf<Options extends ToolSettings>(trusted: Options, options: Options): Options {
  return { ...options, ...Object.fromEntries(TOOL_INPUTS.map((key) => [key, trusted[key]])) }
}
