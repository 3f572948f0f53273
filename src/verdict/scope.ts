import type { ChangeSet, ChangeSource } from '../model/change.ts'
import type { Finding } from '../model/finding.ts'

/** Whether the files of a change set are a part of what could be judged, or all of it. */
const COMPARES: Readonly<Record<ChangeSource, boolean>> = {
  git: true,
  'pull-request-api': true,
  'all-files': false,
  arguments: false,
  stdin: false,
}

/** Marks what stands in a file that the change does not touch: it is shown, and does not decide. */
export function markScope(findings: readonly Finding[], changes: ChangeSet): readonly Finding[] {
  if (!COMPARES[changes.source]) return findings.map((finding) => mark(finding, true))
  const changed = new Set(changes.files.map(({ path }) => path))
  return findings.map((finding) => mark(finding, isRemoval(finding) || isRendered(finding) || stands(finding, changed)))
}

/** A finding of a changed plan may stand in a source that did not change. */
function stands({ location, result }: Finding, changed: ReadonlySet<string>): boolean {
  return changed.has(location.file) || changed.has(result.document.file)
}

/** What the change took away stands in no file of it. */
const isRemoval = ({ result }: Finding): boolean => result.document.removed === true

/** What is rendered is rendered because the change reaches it, whatever file decides the place. */
const isRendered = ({ occurrences }: Finding): boolean => occurrences !== undefined

function mark(finding: Finding, inScope: boolean): Finding {
  return { ...finding, marks: { ...finding.marks, inScope } }
}
