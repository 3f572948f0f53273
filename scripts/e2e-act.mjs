// Runs the example workflows with `act`: npm run e2e:act. Without act, and without Go to build it, the check is skipped.
//
// The pull request of the example is judged twice: as the agent left it, and repaired. Then the workflow of the loop is run, in which
// an agent repairs its pull request by itself.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAct, root, runWorkflows, withOwnAction } from './act.mjs'
import { runAgentLoop } from './e2e-act-loop.ts'

const act = buildAct()
if (act === undefined) {
  console.log('skipped: act is not built, and there is no Go to build it with')
  console.log('0 passed, 0 failed')
  process.exit(0)
}

const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-act-'))
let passed = 0
let failed = 0
try {
  const repository = layRepository(join(scratch, 'repository'))
  const bad = await runWorkflow(repository)
  check('the workflow fails on what the agent left', bad.status !== 0, bad)
  check('it points at the open network policy', /file=deploy\/network\.yaml,line=18/.test(bad.output), bad)
  check('it points at the privileged container', /file=deploy\/payments\.yaml,line=34/.test(bad.output), bad)
  repair(repository)
  const good = await runWorkflow(repository)
  check('the workflow passes once it is repaired', good.status === 0, good)
  await runAgentLoop(act, scratch, check)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

function check(what, ok, run) {
  console.log(`${ok ? 'ok' : 'FAILED'}  ${what}`)
  if (ok) passed++
  else {
    failed++
    console.log(run.output)
  }
}

/** A repository whose default branch has policies and workflow, and whose pull request is the agent's work. */
function layRepository(folder) {
  const example = join(root, 'examples/agent-pr')
  mkdirSync(join(folder, '.github/workflows'), { recursive: true })
  const workflow = readFileSync(join(example, '.github/workflows/policy-gate.yml'), 'utf8')
  writeFileSync(join(folder, '.github/workflows/policy-gate.yml'), withOwnAction(workflow))
  cpSync(join(root, 'policies/kyverno'), join(folder, 'policies/kyverno'), { recursive: true })
  for (const part of ['action.yml', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true })
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message=The gate and its policies')
  git(folder, 'checkout', '--quiet', '-b', 'agent/payments')
  cpSync(join(example, 'deploy'), join(folder, 'deploy'), { recursive: true })
  commitAll(folder, 'Add payments')
  return folder
}

function repair(folder) {
  const edit = (file, from, to) => {
    const path = join(folder, 'deploy', file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(path, text.replace(from, to))
  }
  edit('network.yaml', '0.0.0.0/0', '10.20.0.0/16')
  edit(
    'payments.yaml',
    '            requests:\n',
    '            limits:\n              cpu: 500m\n              memory: 256Mi\n            requests:\n',
  )
  edit('payments.yaml', 'value: correct-horse-battery', 'valueFrom: {secretKeyRef: {name: payments-db, key: password}}')
  edit('payments.yaml', 'privileged: true', 'privileged: false')
  commitAll(folder, 'Set limits and name the network')
}

function commitAll(folder, message) {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', `--message=${message}`)
}

function git(folder, ...args) {
  const who = ['-c', 'user.name=agent', '-c', 'user.email=agent@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' }).trim()
}

function runWorkflow(folder) {
  const [base, head] = [git(folder, 'rev-parse', 'main'), git(folder, 'rev-parse', 'HEAD')]
  const event = join(scratch, 'event.json')
  const pull_request = {
    number: 1,
    changed_files: 6,
    base: { ref: 'main', sha: base },
    head: { ref: 'agent/payments', sha: head },
  }
  writeFileSync(
    event,
    JSON.stringify({ action: 'opened', number: 1, pull_request, repository: { full_name: 'example/shop' } }),
  )
  return runWorkflows(act, { folder, scratch, event })
}
