// The one test command: runs every check to its end, whatever failed before, and closes with the sum of them all.
// A step without counts of its own is one check. A step that prints `N passed, M failed` at its end is that many.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-ci-'))
const jestReport = join(scratch, 'jest.json')

const STEPS = [
  { name: 'what the tests fetch', run: ['npm', 'run', '--silent', 'pinned'] },
  { name: 'a browser', run: ['node', 'scripts/browser.ts'] },
  { name: 'types', run: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', run: ['npm', 'run', '--silent', 'lint'] },
  { name: 'engine sources', run: ['npm', 'run', '--silent', 'verify:engine-sources'] },
  { name: 'notices', run: ['npm', 'run', '--silent', 'verify:notices'] },
  { name: 'workflows', run: ['npm', 'run', '--silent', 'verify:workflows'] },
  { name: 'bundles', run: ['npm', 'run', '--silent', 'verify:dist'] },
  {
    name: 'tests',
    run: ['npm', 'run', '--silent', 'test:jest', '--', '--json', `--outputFile=${jestReport}`],
    count: jestCounts,
  },
  { name: 'suites of the policies', run: ['npm', 'run', '--silent', 'verify:policies'] },
  { name: 'conformance', run: ['npm', 'run', '--silent', 'conformance'] },
  { name: 'conformance of Rego', run: ['npm', 'run', '--silent', 'conformance:rego'] },
  { name: 'workflow engine', run: ['npm', 'run', '--silent', 'e2e:act'] },
]

const results = []
for (const step of STEPS) results.push(await perform(step))
rmSync(scratch, { recursive: true })

const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
for (const { name, failed: some } of results) if (some > 0) console.log(`failed: ${name}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function perform({ name, run, count = lastLineCounts }) {
  console.log(`\n── ${name}: ${run.slice(0, 4).join(' ')}`)
  const started = performance.now()
  const { code, output } = await stream(run)
  const counted = count(output) ?? { passed: code === 0 ? 1 : 0, failed: 0 }
  // A step that fails without naming a failure has failed all the same.
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed
  console.log(`── ${name}: ${failed === 0 ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  return { name, passed: counted.passed, failed }
}

/** Runs a program, its output shown as it comes. */
function stream([command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.on('close', (code) => done({ code, output }))
  })
}

function lastLineCounts(output) {
  const found = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split('\n').at(-1) ?? '')
  return found === null ? undefined : { passed: Number(found[1]), failed: Number(found[2]) }
}

function jestCounts() {
  try {
    const report = JSON.parse(readFileSync(jestReport, 'utf8'))
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = report
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites }
  } catch {
    return undefined
  }
}
