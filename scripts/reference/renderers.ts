import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The official helm and kustomize to compare with, or why there are none. */
export type Renderers =
  | { readonly helm: string; readonly helmVersion: string; readonly kustomize: string }
  | { readonly skipped: string }

/** `build` makes them where they are missing, which takes minutes. */
export function renderers({ build }: { readonly build: boolean }): Renderers {
  const script = fileURLToPath(new URL('build-renderers.mjs', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [script, ...(build ? [] : ['--cached'])], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the reference renderers could not be built')
  const [helm = '', kustomize = ''] = stdout.trim().split('\n').slice(-2)
  if (kustomize === '') return { skipped: helm.replace('skipped: ', '') }
  return { helm, helmVersion: /^helm-v([^-]+)/.exec(basename(helm))?.[1] ?? '', kustomize }
}
