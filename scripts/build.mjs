// Builds what is shipped: src/ → lib/ (tsc) → dist/ (one ESM bundle for each entry, with the licences of what is in it).
// The engines in dist/engines/ are built by scripts/build-engines.mjs and left alone.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ncc from '@vercel/ncc'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Folder in dist/ → entry in lib/. Their places are part of the contract: see locateDistribution. */
export const BUNDLES = {
  '': 'action.js',
  cli: 'cli.js',
  worker: 'engines/sandbox/worker.js',
  'bundle-worker': 'engines/sandbox/bundle-worker.js',
}

/** Writes every bundle below `out` and returns the paths written, relative to it. */
export async function build(out) {
  compile()
  clean(out)
  const written = []
  for (const [folder, entry] of Object.entries(BUNDLES)) {
    for (const [name, content] of Object.entries(await bundle(join(root, 'lib', entry)))) {
      const path = join(folder, name)
      mkdirSync(dirname(join(out, path)), { recursive: true })
      writeFileSync(join(out, path), content)
      written.push(path)
    }
  }
  return written
}

/** Chunks are named by their content's place: one that is no longer built would stay for ever. */
function clean(out) {
  if (!existsSync(out)) return
  for (const name of readdirSync(out)) {
    if (name !== 'engines') rmSync(join(out, name), { recursive: true })
  }
}

function compile() {
  rmSync(join(root, 'lib'), { recursive: true, force: true })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

async function bundle(entry) {
  const { code, assets } = await ncc(entry, {
    cache: false,
    minify: true,
    sourceMap: false,
    quiet: true,
    target: 'es2022',
    license: 'licenses.txt',
  })
  const files = { 'index.js': code, 'package.json': '{"type":"module"}\n' }
  for (const [name, { source }] of Object.entries(assets)) if (name !== 'package.json') files[name] = source
  return refuseBuildPaths(entry, files)
}

/** A bundle that names the folder it was built in is not reproducible, and breaks where it is installed. */
function refuseBuildPaths(entry, files) {
  for (const [name, content] of Object.entries(files)) {
    if (content.toString().includes(root)) throw new Error(`the bundle of ${entry} names ${root} in ${name}`)
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const written = await build(join(root, 'dist'))
  console.log(written.map((path) => `dist/${path}`).join('\n'))
}
