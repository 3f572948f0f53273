import { DefaultArtifactClient } from '@actions/artifact'
import type { Downloaded, Uploaded } from './host.ts'

/** Attaches files below `root` to the workflow run. What the service refuses is a value. */
export async function uploadArtifact(
  name: string,
  files: readonly string[],
  root: string,
  isReplaced = false,
): Promise<Uploaded> {
  const client = new DefaultArtifactClient()
  try {
    // a name is given once in a run; where there is none yet, or it cannot be taken away, the upload tells
    if (isReplaced) await client.deleteArtifact(name).catch(() => undefined)
    await client.uploadArtifact(name, [...files], root)
    return { kind: 'uploaded' }
  } catch (error) {
    return refused(error)
  }
}

/** Fetches artifacts of this run, each by the digest that the service gives for it. */
export async function downloadArtifacts(isWanted: (name: string) => boolean, folder: string): Promise<Downloaded> {
  const client = new DefaultArtifactClient()
  try {
    const { artifacts } = await client.listArtifacts({ latest: true })
    const wanted = artifacts.filter(({ name }) => isWanted(name))
    for (const { id, name, digest } of wanted) {
      const path = `${folder}/${name}`
      const expected = digest === undefined ? {} : { expectedHash: digest }
      const { digestMismatch } = await client.downloadArtifact(id, { path, ...expected })
      if (digestMismatch === true) return refused(`${name} did not arrive as it was uploaded`)
    }
    return { kind: 'downloaded', names: wanted.map(({ name }) => name) }
  } catch (error) {
    return refused(error)
  }
}

function refused(error: unknown): { readonly kind: 'refused'; readonly message: string } {
  return { kind: 'refused', message: error instanceof Error ? error.message : String(error) }
}
