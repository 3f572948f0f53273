import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The official CLI to compare with, or why there is none. */
export type ReferenceCli = { readonly path: string; readonly version: string } | { readonly skipped: string }

/** `build` makes it where it is missing, which takes minutes. */
export function referenceCli({ build }: { readonly build: boolean }): ReferenceCli {
  const script = fileURLToPath(new URL('build-kyverno.mjs', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [script, ...(build ? [] : ['--cached'])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the reference CLI could not be built')
  const said = stdout.trim().split('\n').at(-1) ?? ''
  if (said.startsWith('skipped: ')) return { skipped: said.slice('skipped: '.length) }
  return { path: said, version: basename(said).replace('kyverno-', '') }
}
