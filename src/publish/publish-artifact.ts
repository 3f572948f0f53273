import type { Host } from '../host/host.ts'
import type { Note } from './note.ts'

/** A file of the artifact. */
export interface ArtifactFile {
  readonly name: string
  readonly text: string
}

export interface ArtifactPlan {
  readonly name: string
  /** Where the files are put together; the artifact holds what is below it. */
  readonly folder: string
  readonly files: readonly ArtifactFile[]
  /** Whether somebody asked for it: what is only tried is not missed where a run has no artifacts. */
  readonly isWanted: boolean
}

const WHAT = 'The reports were not attached as an artifact'
const INSTEAD = 'The job summary says the same; `reports` writes files that a later step can upload.'

/** Attaches the reports to the run. Runs outside of GitHub's own service, such as a local one, have no artifacts. */
export async function publishArtifact(
  host: Host,
  { name, folder, files, isWanted }: ArtifactPlan,
): Promise<Note | undefined> {
  if (host.uploadArtifact === undefined) {
    const why = 'this run has no artifacts (GitHub Enterprise Server, or a local runner)'
    return isWanted ? { what: WHAT, why, instead: INSTEAD } : undefined
  }
  for (const file of files) await host.write(`${folder}/${file.name}`, file.text)
  const paths = files.map((file) => `${folder}/${file.name}`)
  const uploaded = await host.uploadArtifact(name, paths, folder)
  if (uploaded.kind === 'uploaded') return undefined
  const remedy = 'give each job of a matrix a name of its own with `artifact`'
  return { what: WHAT, why: uploaded.message.slice(0, 300), instead: INSTEAD, remedy }
}
