import { type MarkdownOptions, markdown } from './markdown.ts'
import type { Shown } from './shown.ts'

/** GitHub refuses a step's summary above 1 MiB without a word; some room is left for what others add. */
const LIMIT = 1024 * 1024 - 16 * 1024

/** The Markdown of the job summary. */
export function summary(shown: Shown, options: Pick<MarkdownOptions, 'blobUrl'> = {}): string {
  return markdown(shown, { ...options, limit: LIMIT })
}
