// `act`, a workflow engine that is not ours, on this machine and offline. It is built from its Go module and kept in .cache.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSION = 'v0.2.89'
export const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** The action's own runtime: act takes the Node that it finds first. */
const NODE_24 = join(root, 'node_modules/node/bin')
const ON_THIS_MACHINE = [
  '--platform',
  'ubuntu-latest=-self-hosted',
  '--container-daemon-socket',
  '-',
  '--actor',
  'agent',
]

/** Undefined where act is not built, and there is no Go to build it with. */
export function buildAct() {
  const bin = join(root, '.cache', 'act', VERSION)
  const path = join(bin, 'act')
  if (existsSync(path)) return path
  if (spawnSync('go', ['version']).status !== 0) return undefined
  mkdirSync(bin, { recursive: true })
  execFileSync('go', ['install', '-trimpath', '-ldflags=-s -w', `github.com/nektos/act@${VERSION}`], {
    cwd: tmpdir(),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, GOBIN: bin, GOFLAGS: '' },
  })
  return path
}

/** Runs the workflows of a repository for an event. This program goes on meanwhile: it may be the GitHub that they ask. */
export function runWorkflows(act, { folder, scratch, event, args = [] }) {
  const all = ['pull_request', '--eventpath', event, ...ON_THIS_MACHINE, ...args]
  const env = {
    PATH: [NODE_24, process.env.PATH].join(delimiter),
    HOME: scratch,
    XDG_CACHE_HOME: join(scratch, 'cache'),
  }
  return new Promise((done) => {
    const child = spawn(act, all, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk
      })
    child.on('error', (error) => done({ status: null, output: `${output}${error}` }))
    child.on('close', (status) => done({ status, output }))
  })
}

/** The workflow with the action as it is in the repository itself. */
export const withOwnAction = (workflow) => workflow.replace(/uses: policy-gate\/policy-gate@\S+/, 'uses: ./')
