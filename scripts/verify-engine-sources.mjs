// Cheap and in every CI run: the committed modules were built from the sources that are committed beside them, and
// are the bytes that the manifest names. Rebuilding them is `npm run verify:engines`.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashSources } from './engine-sources.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { modules } = JSON.parse(readFileSync(join(root, 'dist/engines/manifest.json'), 'utf8'))
let failed = 0
for (const [name, module] of Object.entries(modules)) {
  check(`${name}: built from engine/${name}`, hashSources(join(root, 'engine', name)) === module.sources)
  const bytes = readFileSync(join(root, 'dist/engines', module.file))
  check(
    `${name}: ${module.file} is the module of the manifest`,
    createHash('sha256').update(bytes).digest('hex') === module.sha256,
  )
}
process.exitCode = failed > 0 ? 1 : 0

function check(what, ok) {
  console.log(`${ok ? 'ok' : 'FAILED'}  ${what}`)
  if (!ok) failed++
}
