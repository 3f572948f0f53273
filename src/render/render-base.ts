import type { Comparison } from '../changes/comparison.ts'
import type { Renders } from '../engines/render/renderer.ts'
import { atCommit } from '../host/commit-files.ts'
import type { Host } from '../host/host.ts'
import { type Configured, renderChanged } from './render.ts'
import { NOTHING_RENDERED, type Rendered } from './rendered.ts'

/**
 * The same charts and kustomizations as the base has them, with the same settings. What cannot be rendered there was not
 * there: that is no fault of the change's, and excuses nothing of it.
 */
export async function renderBase(
  host: Host,
  comparison: Comparison,
  configured: Configured,
  renderer: () => Renders,
): Promise<Rendered> {
  const { root, changes } = comparison
  if (changes.base === undefined) return NOTHING_RENDERED
  return renderChanged(await atCommit(host, root, changes.base), comparison, configured, renderer)
}
