import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ToolError } from '../../errors.ts'
import type { EngineFile } from './engine-file.ts'

/** One engine as built: what is in it, and how to prove that it is it. */
export interface ModuleEntry extends Omit<EngineFile, 'path'> {
  readonly file: string
  readonly upstream: string
  readonly version: string
}

export interface Distribution {
  readonly root: string
  readonly workerPath: string
  /** The thread for policies that users compiled. */
  readonly bundleWorkerPath: string
  readonly modules: Readonly<Record<string, ModuleEntry>>
}

/**
 * Finds the folder that holds the engines, from wherever this code was bundled to: dist/index.js, dist/cli/index.js,
 * or the sources under test, which use the dist beside them.
 */
export function locateDistribution(from: string = dirname(fileURLToPath(import.meta.url))): Distribution {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const root of [folder, join(folder, 'dist')]) {
      if (existsSync(join(root, 'engines', 'manifest.json'))) return read(root)
    }
    if (folder === dirname(folder)) throw missing(from)
  }
}

function read(root: string): Distribution {
  const manifest = JSON.parse(readFileSync(join(root, 'engines', 'manifest.json'), 'utf8')) as {
    modules: Distribution['modules']
  }
  return {
    root,
    workerPath: join(root, 'worker', 'index.js'),
    bundleWorkerPath: join(root, 'bundle-worker', 'index.js'),
    modules: manifest.modules,
  }
}

function missing(from: string): ToolError {
  return new ToolError({
    code: 'engine.missing',
    what: `no engines/manifest.json was found above ${from}`,
    cause: 'the action or package was installed without its dist folder',
    remedy: 'install a released version, or run `npm run build:engines`',
  })
}
