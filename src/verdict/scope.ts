import type { ChangeSet, ChangeSource } from '../model/change.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { CountedScope } from '../model/scope.ts'

/** Whether the files of a change set are a part of what could be judged, or all of it. */
const COMPARES: Readonly<Record<ChangeSource, boolean>> = {
  git: true,
  'pull-request-api': true,
  'all-files': false,
  arguments: false,
  stdin: false,
}

/** What the change touches, as far as the scope asks for it. */
export interface Touched {
  readonly changes: ChangeSet
  readonly scope: CountedScope
  /** Documents that the base has as they are now. */
  readonly unchanged: ReadonlySet<DocumentRef>
  /** Ranges of lines that the change touches, by file; what it takes away touches the lines around it. */
  readonly lines: ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>
}

/** Marks what is outside of what the change touches: it is shown, and does not decide. */
export function markScope(findings: readonly Finding[], touched: Touched): readonly Finding[] {
  const inScope = SCOPE[touched.scope](touched)
  return findings.map((finding) => {
    const { document } = finding.result
    const existing = touched.unchanged.has(document) ? { existing: true } : {}
    const isIn = isRemoval(finding) || isRendered(finding) || inScope(finding)
    return { ...finding, marks: { ...finding.marks, inScope: isIn, ...existing } }
  })
}

type InScope = (finding: Finding) => boolean

const SCOPE: Readonly<Record<CountedScope, (touched: Touched) => InScope>> = {
  all: () => () => true,
  'changed-resources': ({ changes }) => (COMPARES[changes.source] ? inFiles(changes) : () => true),
  'changed-files': ({ changes }) => (isCompared(changes) ? inFiles(changes) : () => true),
  'changed-lines': ({ changes, lines }) => (isCompared(changes) ? onLines(changes, lines) : () => true),
}

/** Everything may be judged because of what changed elsewhere: what changed is known all the same. */
function isCompared({ source, base }: ChangeSet): boolean {
  return COMPARES[source] || (source === 'all-files' && base !== undefined)
}

/** A finding of a changed plan may stand in a source that did not change. */
function inFiles({ source, files }: ChangeSet): InScope {
  const isTouched = (status: string) => source !== 'all-files' || status !== 'present'
  const changed = new Set(files.filter(({ status }) => isTouched(status)).map(({ path }) => path))
  return ({ location, result }) => changed.has(location.file) || changed.has(result.document.file)
}

/** What has no line of its own, such as a field that is missing, may be due to any line of its document. */
function onLines(changes: ChangeSet, lines: Touched['lines']): InScope {
  const isInFile = inFiles(changes)
  return (finding) => {
    const { location, result } = finding
    const ranges = lines.get(location.file)
    if (ranges === undefined) return isInFile(finding)
    const [first, last] =
      location.precision === 'exact'
        ? [location.line, location.endLine]
        : [result.document.line, result.document.endLine]
    return ranges.some(([from, to]) => from <= last && to >= first)
  }
}

/** What the change took away stands in no file of it. */
const isRemoval = ({ result }: Finding): boolean => result.document.removed === true

/** What is rendered is rendered because the change reaches it, whatever file decides the place. */
const isRendered = ({ occurrences }: Finding): boolean => occurrences !== undefined
