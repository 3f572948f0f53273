// The hash of an engine's own sources: what its committed module must have been built from.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const ignored = new Set(['vendor', 'testdata'])

/** sha256 over the names and contents of everything under engine/<name> that goes into the module. */
export function hashSources(engineDir) {
  const hash = createHash('sha256')
  for (const file of sources(engineDir).sort()) {
    hash.update(relative(engineDir, file).split(sep).join('/')).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function sources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : sources(path)
    return entry.name.endsWith('_test.go') || entry.name.endsWith('.md') ? [] : [path]
  })
}
