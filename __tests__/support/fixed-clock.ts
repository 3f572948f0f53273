import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from './repository.ts'

/** Sets the environment of a program so that its main thread tells one time; what sleeps or waits is left alone. */
export function fixedClock(at: string): { readonly NODE_OPTIONS: string } {
  const file = join(temporaryFolder(), 'fixed-clock.mjs')
  writeFileSync(
    file,
    `import { isMainThread } from 'node:worker_threads'
const Real = Date
if (isMainThread) globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length === 0 ? [${JSON.stringify(at)}] : given)) }
}
`,
  )
  return { NODE_OPTIONS: `--import=${pathToFileURL(file)}` }
}
