import { EXIT, type ExitCode, ToolError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { Shard } from '../model/shard.ts'
import { partOf } from '../shard.ts'
import type { Part } from '../shards/part-schema.ts'
import { partText } from '../shards/part-text.ts'
import { eventScope } from './event-scope.ts'
import { partName } from './part-name.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

/**
 * A job of a matrix: judges its share and leaves what it found for the job that merges. Nothing is decided, so nothing is published;
 * the job fails only where its part is not whole.
 */
export async function leavePart(host: Host, inputs: ActionInputs, shard: Shard): Promise<ExitCode> {
  const scope = await eventScope(host, inputs.token)
  const settings = await settingsOf(host, scope, inputs.given)
  const part = await partOf({ ...settings, scope, startEngines }, shard, host)
  const name = partName(inputs, shard)
  const folder = `${host.env['RUNNER_TEMP'] ?? '.'}/${name}`
  const path = `${folder}/policy-gate-part.json`
  await host.write(path, partText(part))
  host.output('part', path)
  if (inputs.publication.artifact !== 'off') await attach(host, name, path, folder)
  host.print(`${words(part)}\n`)
  await host.summary(`${words(part)}\n`)
  return EXIT.pass
}

/** A re-run of a shard judges the same commit again: its part takes the place of the one before. */
async function attach(host: Host, name: string, path: string, folder: string): Promise<void> {
  if (host.uploadArtifact === undefined) return
  const uploaded = await host.uploadArtifact(name, [path], folder, true)
  if (uploaded.kind === 'uploaded') return
  throw new ToolError({
    code: 'parts.not-left',
    what: `the part could not be attached to the run as ${name}: ${uploaded.message}`,
    cause: 'the artifact service refused it, or another job has an artifact of this name',
    remedy:
      'run the job again; give each gate of a run a name of its own with `artifact`, or hand the file on yourself with `artifact: off`',
  })
}

function words({ shard, of, judgements }: Part): string {
  const [first] = judgements
  const own = (first?.answers.length ?? 0) + (first?.withheld.length ?? 0)
  return `Policy Gate: shard ${shard} of ${of}, ${own} of ${first?.documents ?? 0} documents judged. The job that merges the shards decides.`
}
