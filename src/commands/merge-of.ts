import { ToolError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import { joining } from '../shards/join.ts'
import { readParts } from '../shards/read-parts.ts'
import type { Matter } from '../trial.ts'
import { isPartName } from './part-name.ts'

/** Answers from the parts of shards, where the job merges them. */
export function mergeOf(host: Host, inputs: ActionInputs): Pick<Matter, 'judging'> {
  const { merge } = inputs
  if (merge === undefined) return {}
  return { judging: joining(async () => readParts(host, merge === 'auto' ? [await fetched(host, inputs)] : merge)) }
}

/** The folder that the parts of this run are fetched into. */
async function fetched(host: Host, inputs: ActionInputs): Promise<string> {
  const folder = `${host.env['RUNNER_TEMP'] ?? '.'}/policy-gate-parts`
  const down = await (host.downloadArtifacts?.((name) => isPartName(inputs, name), folder) ?? NO_SERVICE)
  if (down.kind === 'downloaded') return folder
  throw new ToolError({
    code: 'parts.not-fetched',
    what: `the parts of the shards could not be fetched: ${down.message}`,
    remedy: 'run the job again; or hand the files on yourself, and name them with `merge`',
  })
}

const NO_SERVICE = {
  kind: 'refused',
  message: 'this run has no artifacts (GitHub Enterprise Server, or a local runner)',
} as const
