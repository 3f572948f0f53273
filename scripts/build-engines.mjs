// Builds the engine modules: npm run build:engines [-- NAME…] [--fast] [--out DIR]
//
// --verify builds the modules anew and compares them, before initialisation, with the digests of the manifest.
//
//   go mod vendor → overlay (our stubs and patches) → go build → memory maximum → initialisation → compression
//
// --fast leaves out initialisation and compression, for work on a driver. Go is needed here and nowhere else: the
// compressed modules are committed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeOverlay } from './engine-overlay.mjs'
import { hashSources } from './engine-sources.mjs'
import { pack } from './packed-engine.mjs'
import { initialise } from './wasm-initialise.mjs'
import { limitMemory } from './wasm-memory.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fast: { type: 'boolean' },
    verify: { type: 'boolean' },
    out: { type: 'string', default: join(root, 'dist/engines') },
  },
})
const out = resolve(values.out)
const engines = readdirSync(join(root, 'engine')).filter((name) =>
  existsSync(join(root, 'engine', name, 'engine.json')),
)
const wanted = positionals.length > 0 ? positionals : engines

mkdirSync(out, { recursive: true })
if (values.verify) verify()
const manifestPath = join(out, 'manifest.json')
const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : { modules: {} }
for (const name of wanted) manifest.modules[name] = await build(name)
manifest.modules = Object.fromEntries(Object.entries(manifest.modules).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`)

function verify() {
  const { modules } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
  for (const name of wanted) {
    const work = mkdtempSync(join(tmpdir(), 'policy-gate-engine-'))
    const spec = JSON.parse(readFileSync(join(root, 'engine', name, 'engine.json'), 'utf8'))
    const same =
      digest(limitMemory(compile(join(root, 'engine', name), work), spec.memoryBytes)) === modules[name].reproducible
    rmSync(work, { recursive: true, force: true })
    console.log(`${same ? 'ok' : 'FAILED'}  ${name}: rebuilt with ${goVersion()}, shipped with ${modules[name].go}`)
    if (!same) process.exitCode = 1
  }
  process.exit()
}

function goVersion() {
  return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim()
}

async function build(name) {
  const engineDir = join(root, 'engine', name)
  const spec = JSON.parse(readFileSync(join(engineDir, 'engine.json'), 'utf8'))
  const work = mkdtempSync(join(tmpdir(), 'policy-gate-engine-'))
  try {
    const compiled = compile(engineDir, work)
    const limited = limitMemory(compiled, spec.memoryBytes)
    const initialised = values.fast ? limited : await initialise(limited, work, spec.initialise)
    return write(name, spec, engineDir, limited, initialised)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function compile(engineDir, work) {
  const go = (args, env = {}) =>
    execFileSync('go', args, {
      cwd: engineDir,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, GOFLAGS: '', ...env },
    })
  go(['mod', 'vendor'])
  const overlay = writeOverlay(engineDir, work)
  const module = join(work, 'module.wasm')
  go(
    [
      'build',
      '-mod=vendor',
      '-overlay',
      overlay,
      '-buildmode=c-shared',
      '-trimpath',
      '-buildvcs=false',
      '-ldflags=-s -w -buildid=',
      '-o',
      module,
      '.',
    ],
    { GOOS: 'wasip1', GOARCH: 'wasm' },
  )
  return readFileSync(module)
}

function write(name, spec, engineDir, before, module) {
  const compression = values.fast ? 'none' : 'zst'
  const { packed, entry } = values.fast ? { packed: module, entry: { bytes: module.length } } : pack(module)
  const file = `${name}.wasm${compression === 'zst' ? '.zst' : ''}`
  writeFileSync(join(out, file), packed)
  console.log(`${name}: ${megabytes(module)} MB, compressed ${megabytes(packed)} MB`)
  return {
    file,
    compression,
    sha256: digest(packed),
    upstream: spec.upstream,
    version: upstreamVersion(engineDir, spec.upstream),
    // the digest below holds for this release of Go only
    go: goVersion(),
    sources: hashSources(engineDir),
    // the module before initialisation is the same in every build; see docs/adr/0002
    reproducible: digest(before),
    ...entry,
    packedBytes: packed.length,
  }
}

function upstreamVersion(engineDir, upstream) {
  const line = readFileSync(join(engineDir, 'go.mod'), 'utf8').match(
    new RegExp(`^\\s*(?:require )?${upstream.replaceAll('.', '\\.')} (v\\S+)`, 'm'),
  )
  if (!line) throw new Error(`${engineDir}/go.mod does not require ${upstream}`)
  return line[1].slice(1)
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

function megabytes(bytes) {
  return (bytes.length / 1e6).toFixed(1)
}
