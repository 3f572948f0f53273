// Proves that the committed bundles are what src/ builds: a reader who trusts the sources may trust dist/.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

const dist = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'dist')
const fresh = mkdtempSync(join(tmpdir(), 'policy-gate-dist-'))
const built = await build(fresh)
const shipped = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
  .filter((path) => !path.startsWith('engines/'))
const differing = [...new Set([...built, ...shipped])].filter((path) => !same(path))
rmSync(fresh, { recursive: true })
if (differing.length > 0) {
  console.error(`dist/ is not what src/ builds; run \`npm run build\` and commit dist/: ${differing.join(', ')}`)
  process.exit(1)
}
console.log(`dist/ is what src/ builds (${built.length} files)`)

function same(path) {
  try {
    return readFileSync(join(dist, path)).equals(readFileSync(join(fresh, path)))
  } catch {
    return false
  }
}
