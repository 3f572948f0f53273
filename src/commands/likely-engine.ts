import type { Host } from '../host/host.ts'
import { type EngineName, engineOfPolicy } from '../model/policy.ts'

/** Folders looked into before the guess is made without the rest. */
const MOST_FOLDERS = 20

/**
 * Which engine to start before the policies are known, by the names in the work tree. A wrong guess costs time and nothing else.
 * Kyverno takes longest to start and is likely to be needed: it is started unless there is Rego alone.
 */
export async function likelyEngine(host: Host, entries: readonly string[]): Promise<EngineName> {
  const engines = new Set<EngineName>()
  const folders: string[] = []
  const meet = (path: string, isFolder: boolean): void => {
    const engine = engineOfPolicy(path)
    if (isFolder) folders.push(path)
    else if (engine !== undefined) engines.add(engine)
  }
  for (const path of entries) meet(path, engineOfPolicy(path) === undefined)
  for (const [index, folder] of folders.entries()) {
    if (index >= MOST_FOLDERS || engines.has('kyverno')) break
    for (const { name, kind } of await listed(host, folder)) meet(`${folder}/${name}`, kind === 'folder')
  }
  return engines.has('rego') && !engines.has('kyverno') ? 'rego' : 'kyverno'
}

/** A glob, or what is not there, says nothing. */
async function listed(host: Host, folder: string): ReturnType<Host['list']> {
  return host.list(folder).catch(() => [])
}
