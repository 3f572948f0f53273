// Runs the test suites of the policies that come with the gate, by the gate as it is shipped and by the official program:
// `npm run verify:policies`. The official program counts where `node scripts/reference/build-kyverno.mjs` has built it, which needs
// Go and takes minutes.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { referenceCli } from '../../scripts/reference/cli.ts'

interface Counts {
  readonly passed: number
  readonly failed: number
}

const root = join(import.meta.dirname, '../..')

const counts = [ours(), official()]
const passed = counts.reduce((sum, one) => sum + one.passed, 0)
const failed = counts.reduce((sum, one) => sum + one.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** A skip that is expected is a test as well: the policy leaves the resource alone. */
function ours(): Counts {
  const { status, stdout } = run(process.execPath, ['dist/cli/index.js', 'test', 'policies', '--format', 'json'])
  const { passed, failed, skipped } = JSON.parse(stdout) as Counts & { readonly skipped: number }
  console.log(`policy-gate test: ${passed} passed, ${skipped} skips as expected, ${failed} failed`)
  return { passed: passed + skipped, failed: status === 0 ? failed : Math.max(failed, 1) }
}

function official(): Counts {
  const cli = referenceCli({ build: false })
  if ('skipped' in cli) {
    console.log(`skipped: kyverno test: ${cli.skipped}`)
    return { passed: 0, failed: 0 }
  }
  const ran = run(cli.path, ['test', 'policies'])
  const [, passed, failed] = /Test Summary: (\d+) tests passed and (\d+) tests failed/.exec(ran.stdout) ?? []
  console.log(`kyverno test ${cli.version}: ${passed ?? 'no'} passed, ${failed ?? 'none'} failed`)
  if (ran.status !== 0) console.log(`${ran.stdout}\n${ran.stderr}`)
  return { passed: Number(passed ?? 0), failed: ran.status === 0 ? Number(failed) : Math.max(Number(failed ?? 0), 1) }
}

function run(program: string, args: readonly string[]) {
  return spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 })
}
