// Builds the real conftest and opa from their Go modules, to compare with and to compile policies with:
//
//   node scripts/reference/build-rego.mjs            builds them unless they are there, and prints their paths
//   node scripts/reference/build-rego.mjs --cached   prints their paths if they are there
//
// The binaries are kept by version in .cache/reference/. Only `skipped: …` is printed where they cannot be had.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..')
const CACHE = join(ROOT, '.cache/reference')

/** What engine/rego requires is what it is compared with. */
const TOOLS = ['conftest', 'opa'].map((name) => {
  const module = `github.com/open-policy-agent/${name}`
  return { name: `${name}-${version(module)}`, module, version: version(module) }
})

const paths = TOOLS.map(({ name }) => join(CACHE, name))
if (paths.every((path) => existsSync(path))) console.log(paths.join('\n'))
else if (process.argv.includes('--cached')) console.log('skipped: conftest and opa were not built')
else if (spawnSync('go', ['version']).status !== 0) console.log('skipped: no Go')
else {
  for (const tool of TOOLS) if (!existsSync(join(CACHE, tool.name))) build(tool)
  console.log(paths.join('\n'))
}

function version(module) {
  const text = readFileSync(join(ROOT, 'engine/rego/go.mod'), 'utf8')
  return new RegExp(`${module.replaceAll('.', '\\.')} (v\\S+)`).exec(text)?.[1] ?? ''
}

function build({ name, module, version }) {
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'build-'))
  try {
    writeFileSync(join(work, 'go.mod'), `module reference\n\ngo 1.26\n\nrequire ${module} ${version}\n`)
    const args = ['build', '-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', 'tool', module]
    const env = { ...process.env, GOFLAGS: '', CGO_ENABLED: '0' }
    const { status } = spawnSync('go', args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'], env })
    if (status !== 0) process.exit(status ?? 1)
    renameSync(join(work, 'tool'), join(CACHE, name))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
