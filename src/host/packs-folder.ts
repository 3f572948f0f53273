import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ToolError } from '../errors.ts'

/**
 * The folder of the policies that come with the gate, beside the engines of the very same package: from wherever this code
 * was bundled to, and never further up, where a repository's own folder would be taken for it.
 */
export function packsFolder(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'dist', 'engines', 'manifest.json'))) return checked(join(folder, 'policies'))
    if (folder === dirname(folder)) throw missing(from)
  }
}

/** The folder of the Rego that policies find as `data.policy_gate`: the embedded engine has it inside, others need the text. */
export function regoLibrary(): string {
  return join(dirname(packsFolder()), 'engine', 'rego', 'library')
}

function checked(folder: string): string {
  if (!existsSync(join(folder, 'packs.yaml'))) throw missing(folder)
  return folder
}

function missing(place: string): ToolError {
  return new ToolError({
    code: 'packs.missing',
    what: `no policies/packs.yaml was found for ${place}`,
    cause: 'the action or package was installed without its policies folder',
    remedy: 'install a released version, name your own `policies`, or set `builtin: none`',
  })
}
