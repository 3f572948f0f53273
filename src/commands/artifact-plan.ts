import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { ArtifactPlan } from '../publish/publish-artifact.ts'
import { nextLine } from '../record/chain.ts'
import { REPORTERS } from '../report/formats.ts'
import { recordEntry } from '../report/record.ts'
import type { Shown } from '../report/shown.ts'
import { recordText } from './append-record.ts'
import { contextOf, gateName } from './job.ts'

/** Undefined where the workflow wants no artifact. */
export async function artifactPlan(
  host: Host,
  shown: Shown,
  { publication, record }: ActionInputs,
): Promise<ArtifactPlan | undefined> {
  const { artifact } = publication
  if (artifact === 'off') return undefined
  const context = contextOf(host, shown)
  const known = record === '' ? nextLine('', recordEntry(shown, context)) : await recordText(host, record)
  return {
    name: artifact === 'auto' ? artifactName(host) : artifact,
    folder: `${host.env['RUNNER_TEMP'] ?? '.'}/policy-gate-artifact`,
    files: [
      { name: 'policy-gate-report.html', text: REPORTERS.html(shown, context, false) },
      { name: 'policy-gate-report.json', text: REPORTERS.json(shown, context, false) },
      { name: 'policy-feedback.json', text: REPORTERS.agent(shown, context, false) },
      { name: 'policy-gate-record.jsonl', text: known },
    ],
    isWanted: artifact !== 'auto',
  }
}

/** The names of a run's artifacts differ; a re-run is another attempt of the same run. GitHub refuses some characters. */
function artifactName(host: Host): string {
  const attempt = Number(host.env['GITHUB_RUN_ATTEMPT'] ?? 1)
  const name = `policy-gate-${gateName(host)}${attempt > 1 ? `-${attempt}` : ''}`
  return name.replaceAll(/[^\w.-]+/g, '-')
}
