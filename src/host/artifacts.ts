import { DefaultArtifactClient } from '@actions/artifact'
import type { Uploaded } from './host.ts'

/** Attaches files below `root` to the workflow run. What the service refuses is a value. */
export async function uploadArtifact(name: string, files: readonly string[], root: string): Promise<Uploaded> {
  try {
    await new DefaultArtifactClient().uploadArtifact(name, [...files], root)
    return { kind: 'uploaded' }
  } catch (error) {
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) }
  }
}
