import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { ArtifactPlan } from '../publish/publish-artifact.ts'
import { nextLine } from '../record/chain.ts'
import { REPORTERS } from '../report/formats.ts'
import { recordText } from './append-record.ts'
import { gateSlug } from './job.ts'
import type { Told } from './told.ts'

/** Undefined where the workflow wants no artifact. */
export async function artifactPlan(
  host: Host,
  { shown, context, report, feedback, entry }: Told,
  { publication, record }: ActionInputs,
): Promise<ArtifactPlan | undefined> {
  const { artifact } = publication
  if (artifact === 'off') return undefined
  const known = record === '' ? nextLine('', entry()) : await recordText(host, record)
  return {
    name: artifact === 'auto' ? artifactName(host) : artifact,
    folder: `${host.env['RUNNER_TEMP'] ?? '.'}/policy-gate-artifact`,
    files: [
      { name: 'policy-gate-report.html', text: REPORTERS.html(shown, context, false) },
      { name: 'policy-gate-report.json', text: report },
      { name: 'policy-feedback.json', text: feedback },
      { name: 'policy-gate-record.jsonl', text: known },
    ],
    isWanted: artifact !== 'auto',
  }
}

/** The names of a run's artifacts differ; a re-run is another attempt of the same run. */
function artifactName(host: Host): string {
  const attempt = Number(host.env['GITHUB_RUN_ATTEMPT'] ?? 1)
  return `policy-gate-${gateSlug(host)}${attempt > 1 ? `-${attempt}` : ''}`
}
