import { AgentBranch, LABEL } from '../support/agent-branch.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

describeWith('openapi', '52: attempts of an agent', (folder) => {
  test('the same commit run again is one attempt; three commits call a person in', async () => {
    const branch = await AgentBranch.start(folder, { 'policies/limits.yaml': LIMITS_POLICY })
    const outputs: unknown[] = []
    branch.push({ 'deploy/a.yaml': deployment('a') })
    for (let times = 0; times < 5; times++) outputs.push(await branch.outputs())
    for (const name of ['b', 'c']) {
      branch.push({ [`deploy/${name}.yaml`]: deployment(name) })
      outputs.push(await branch.outputs())
    }
    expect(outputs).toEqual([
      ...Array.from({ length: 5 }, () => ['fail', '1', 'false']),
      ['fail', '2', 'false'],
      ['fail', '3', 'true'],
    ])
    expect([...branch.gitHub.labels]).toEqual([LABEL])
    expect(branch.gitHub.faulty).toEqual([])
    await branch.gitHub.stop()
  })
})
