// Builds the real kyverno CLI from its Go module, for the differential test and the benchmark:
//
//   node scripts/reference/build-kyverno.mjs            builds it unless it is there, and prints its path
//   node scripts/reference/build-kyverno.mjs --cached   prints its path if it is there
//
// The binary is kept by version in .cache/reference/. Nothing but `skipped: …` is printed where it cannot be had.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requiredVersion } from './go-tools.mjs'

const VERSION = requiredVersion('kyverno', 'github.com/kyverno/kyverno').slice(1)
const CLI = 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno'
const CACHE = resolve(fileURLToPath(import.meta.url), '../../../.cache/reference')
const BINARY = join(CACHE, `kyverno-${VERSION}`)

// A `replace` holds in a main module only, so upstream's own one is repeated here.
const GO_MOD = `module reference

go 1.26

require github.com/kyverno/kyverno v${VERSION}

replace k8s.io/pod-security-admission => github.com/kyverno/pod-security-admission v0.0.0-20251031094455-46f20778634f
`

if (existsSync(BINARY)) console.log(BINARY)
else if (process.argv.includes('--cached')) console.log('skipped: the reference CLI was not built')
else if (spawnSync('go', ['version']).status !== 0) console.log('skipped: no Go')
else console.log(build())

function build() {
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'build-'))
  try {
    writeFileSync(join(work, 'go.mod'), GO_MOD)
    const args = ['build', '-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', 'kyverno', CLI]
    const env = { ...process.env, GOFLAGS: '', CGO_ENABLED: '0' }
    const { status } = spawnSync('go', args, { cwd: work, stdio: ['ignore', 'inherit', 'inherit'], env })
    if (status !== 0) process.exit(status ?? 1)
    renameSync(join(work, 'kyverno'), BINARY)
    return BINARY
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
