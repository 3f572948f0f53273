// Builds the real helm and kustomize from their Go modules, to compare renderings with:
//
//   node scripts/reference/build-renderers.mjs            builds them unless they are there, and prints their paths
//   node scripts/reference/build-renderers.mjs --cached   prints their paths if they are there
//
// The binaries are kept by version in .cache/reference/. Only `skipped: …` is printed where they cannot be had.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..')
const CACHE = join(ROOT, '.cache/reference')

/** helm is what engine/render requires; this kustomize is the newest that the same Go builds, on the same api. */
const HELM = version('helm.sh/helm/v3')
const API = version('sigs.k8s.io/kustomize/api')
const KUSTOMIZE = 'v5.8.2'
const TOOLS = [
  {
    name: `helm-${HELM}`,
    package: 'helm.sh/helm/v3/cmd/helm',
    requires: [`helm.sh/helm/v3 ${HELM}`],
  },
  {
    name: `kustomize-${KUSTOMIZE}-api-${API}`,
    package: 'sigs.k8s.io/kustomize/kustomize/v5',
    requires: [`sigs.k8s.io/kustomize/kustomize/v5 ${KUSTOMIZE}`, `sigs.k8s.io/kustomize/api ${API}`],
  },
]

const paths = TOOLS.map(({ name }) => join(CACHE, name))
if (paths.every((path) => existsSync(path))) console.log(paths.join('\n'))
else if (process.argv.includes('--cached')) console.log('skipped: the reference renderers were not built')
else if (spawnSync('go', ['version']).status !== 0) console.log('skipped: no Go')
else {
  for (const tool of TOOLS) if (!existsSync(join(CACHE, tool.name))) build(tool)
  console.log(paths.join('\n'))
}

function version(module) {
  const text = readFileSync(join(ROOT, 'engine/render/go.mod'), 'utf8')
  return new RegExp(`${module.replaceAll('.', '\\.')} (v\\S+)`).exec(text)?.[1] ?? ''
}

function build({ name, package: path, requires }) {
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'build-'))
  try {
    writeFileSync(
      join(work, 'go.mod'),
      `module reference\n\ngo 1.26\n\nrequire (\n${requires.map((one) => `\t${one}`).join('\n')}\n)\n`,
    )
    const args = ['build', '-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', 'tool', path]
    const env = { ...process.env, GOFLAGS: '', CGO_ENABLED: '0' }
    const { status } = spawnSync('go', args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'], env })
    if (status !== 0) process.exit(status ?? 1)
    renameSync(join(work, 'tool'), join(CACHE, name))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
