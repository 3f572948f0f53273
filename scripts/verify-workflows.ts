// Holds every workflow, action and Dependabot file of this repository against two independent checkers, offline:
// actionlint knows GitHub's own rules, zizmor looks for what an attacker could use; an action of somebody else that is not
// pinned by its commit is an error there (.github/zizmor.yml). The examples count: people copy them. So do the workflows
// that `policy-gate init` writes.
//
//   npm run pinned zizmor actionlint && npm run verify:workflows
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workflowText } from '../src/init/workflow-text.ts'
import { pinned } from './pinned.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const files = filesBelow('.github', 'examples').concat('action.yml')
const written = mkdtempSync(join(tmpdir(), 'policy-gate-workflows-'))
const workflows = [...files.filter((file) => /(^|\/)workflows\/[^/]+\.ya?ml$/.test(file)), ...writtenByInit()]
const audited = [...workflows, ...files.filter((file) => /(^|\/)(action|dependabot)\.ya?ml$/.test(file))]

const QUIET = ['--no-progress', '--quiet']

const CHECKERS = [
  // Its shellcheck and pyflakes are left out: whether they are installed must not decide about the result.
  { name: 'actionlint' as const, args: ['-no-color', '-shellcheck=', '-pyflakes=', ...workflows] },
  {
    name: 'zizmor' as const,
    args: [
      '--offline',
      '--config=.github/zizmor.yml',
      '--strict-collection',
      '--persona=pedantic',
      ...QUIET,
      ...audited,
    ],
  },
]

for (const { name, args } of CHECKERS) {
  const folder = pinned(name)
  if (folder === undefined) console.log(`skipped: ${name} was not fetched (npm run pinned ${name})`)
  else if (spawnSync(join(folder, name), args, { cwd: root, stdio: 'inherit' }).status !== 0) process.exitCode = 1
  else console.log(`${name}: nothing found`)
}
rmSync(written, { recursive: true })
console.log(`${workflows.length} workflows, ${audited.length - workflows.length} other files`)

function filesBelow(...folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .map((path) => path.split(sep).join('/'))
    .toSorted()
}

function writtenByInit(): readonly string[] {
  return [false, true].map((needsPlan) => {
    const folder = join(written, String(needsPlan), '.github/workflows')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'policy-gate.yml')
    writeFileSync(file, workflowText(needsPlan))
    return file
  })
}
