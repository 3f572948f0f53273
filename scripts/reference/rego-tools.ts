import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The official conftest and opa to compare with, or why there are none. */
export type RegoTools =
  | { readonly conftest: string; readonly conftestVersion: string; readonly opa: string }
  | { readonly skipped: string }

/** `build` makes them where they are missing, which takes minutes. */
export function regoTools({ build }: { readonly build: boolean }): RegoTools {
  const script = fileURLToPath(new URL('build-rego.mjs', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [script, ...(build ? [] : ['--cached'])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the reference tools could not be built')
  const [conftest = '', opa = ''] = stdout.trim().split('\n').slice(-2)
  if (opa === '') return { skipped: conftest.replace('skipped: ', '') }
  return { conftest, conftestVersion: basename(conftest).replace('conftest-v', ''), opa }
}
