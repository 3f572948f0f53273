import { type ActionRun, action } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// 5. GitHub runs a workflow as the change has it, so that the gate cannot hold the old one against it: it says so, and asks for a person.

afterAll(removeTemporaryFolders)

const GATE = '.github/workflows/gate.yml'

/** A change that spares the gate a folder, by the configuration of a base that asks for approval or does not. */
function judge(change: Readonly<Record<string, string>>, configuration: string): Promise<ActionRun> {
  const base = {
    [GATE]: 'name: gate\n',
    '.github/policy-gate.yml': configuration,
    'policies/limits.yaml': LIMITS_POLICY,
    'deploy/good.yaml': deployment('good', true),
  }
  const { repository, setting } = pullRequest(base, change)
  return action(repository, setting)
}

const toldOf = (ran: ActionRun) => ran.annotations.filter((line) => line.includes(GATE))

test('a change of the workflow of the gate is told, marked for a person, and has everything judged', async () => {
  const ran = await judge({ [GATE]: 'name: gate\n# paths: "!deploy/**"\n' }, 'owners: []\n')
  const { policyChanges, diagnostics, changes, counts } = JSON.parse(ran.report)
  expect(policyChanges).toEqual([{ kind: 'workflow', path: GATE, status: 'modified', owners: [], escalate: true }])
  expect(diagnostics).toEqual([expect.objectContaining({ level: 'warning', code: 'change.own-workflow', file: GATE })])
  expect(toldOf(ran)).toHaveLength(1)
  expect(ran.summary).toContain('alters the workflow that runs the gate')
  expect([changes.source, counts.pass]).toEqual(['all-files', 1])
})

test('where changes of what judges have to be approved, it fails', async () => {
  const ran = await judge({ [GATE]: 'name: none\n' }, 'require-approval-for-policy-changes: true\n')
  expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
})

test('another workflow is nothing of the sort', async () => {
  const ran = await judge({ '.github/workflows/build.yml': 'name: build\n' }, 'owners: []\n')
  expect(JSON.parse(ran.report)).not.toHaveProperty('policyChanges')
  expect(toldOf(ran)).toEqual([])
})
