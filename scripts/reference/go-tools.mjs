// Builds programs of others from their Go modules, to compare with. They are kept by name in .cache/reference/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..')
const CACHE = join(ROOT, '.cache/reference')

/** The version of a module that an engine requires: what is embedded is what it is compared with. */
export function requiredVersion(engine, module) {
  const text = readFileSync(join(ROOT, `engine/${engine}/go.mod`), 'utf8')
  return new RegExp(`${module.replaceAll('.', '\\.')} (v\\S+)`).exec(text)?.[1] ?? ''
}

/**
 * Prints the paths of tools, `{ name, package, requires, variables }`, and builds those that are not there; with --cached it builds none.
 * Where they cannot be had it prints only `skipped: …`.
 */
export function printTools(tools, what) {
  const paths = tools.map(({ name }) => join(CACHE, name))
  if (paths.every((path) => existsSync(path))) console.log(paths.join('\n'))
  else if (process.argv.includes('--cached')) console.log(`skipped: ${what} were not built`)
  else if (spawnSync('go', ['version']).status !== 0) console.log('skipped: no Go')
  else {
    for (const tool of tools) if (!existsSync(join(CACHE, tool.name))) build(tool)
    console.log(paths.join('\n'))
  }
}

function build({ name, package: path, requires, variables = [] }) {
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'build-'))
  try {
    const lines = requires.map((one) => `\t${one}`).join('\n')
    writeFileSync(join(work, 'go.mod'), `module reference\n\ngo 1.26\n\nrequire (\n${lines}\n)\n`)
    const linked = ['-s -w', ...variables.map((one) => `-X ${one}`)].join(' ')
    const args = ['build', '-mod=mod', '-trimpath', '-buildvcs=false', `-ldflags=${linked}`, '-o', 'tool', path]
    const env = { ...process.env, GOFLAGS: '', CGO_ENABLED: '0' }
    const { status } = spawnSync('go', args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'], env })
    if (status !== 0) process.exit(status ?? 1)
    renameSync(join(work, 'tool'), join(CACHE, name))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
