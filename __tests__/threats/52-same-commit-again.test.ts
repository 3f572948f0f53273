import { action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

describeWith('openapi', '52: attempts of an agent', (folder) => {
  test('the same commit run again is one attempt; three commits call a person in', async () => {
    const gitHub = await LocalGitHub.start(folder)
    const kept: { body: Record<string, unknown>; at: string }[] = []
    const branch: string[] = []
    gitHub.routes.push(
      {
        match: /^POST .*\/check-runs$/,
        answer: ({ body }) => {
          kept.push({ body: body as Record<string, unknown>, at: new Date(kept.length * 1000).toISOString() })
          return { status: 201, data: { id: kept.length } }
        },
      },
      {
        match: /^GET .*\/commits\/[^/]+\/check-runs$/,
        answer: ({ path }) => {
          const [, head] = /commits\/([^/]+)\//.exec(path) ?? []
          const found = kept.flatMap(({ body, at }, id) =>
            body['head_sha'] === head
              ? [
                  {
                    id,
                    head_sha: head,
                    external_id: body['external_id'],
                    completed_at: at,
                    app: { slug: 'github-actions' },
                    output: body['output'],
                  },
                ]
              : [],
          )
          return { status: 200, data: { total_count: found.length, check_runs: found } }
        },
      },
      {
        match: /\/activity$/,
        answer: () => ({ status: 200, data: branch.map((after) => ({ before: '0'.repeat(40), after })) }),
      },
      { match: /^GET .*\/(pulls|events)$/, answer: () => ({ status: 200, data: [] }) },
    )
    const {
      repository,
      tip,
      head: first,
    } = pullRequest({ 'policies/limits.yaml': LIMITS_POLICY }, { 'deploy/a.yaml': deployment('a') })
    const judge = (head: string) => {
      if (!branch.includes(head)) branch.push(head)
      const sha = repository.checkout(tip).merge(head)
      const from = { ref: 'copilot/x', repo: { full_name: 'octo/shop' }, sha: head }
      const payload = {
        number: 7,
        pull_request: {
          title: 't',
          user: { login: 'copilot-swe-agent[bot]' },
          labels: [],
          base: { sha: tip },
          head: from,
        },
      }
      const env = {
        GITHUB_API_URL: gitHub.url,
        GITHUB_JOB: 'gate',
        GITHUB_WORKFLOW: 'p',
        GITHUB_REF: 'refs/pull/7/merge',
      }
      return action(repository, { event: 'pull_request', payload, sha, inputs: { 'github-token': 'ghs_x' }, env })
    }
    const outputs: (string | undefined)[][] = []
    const run = async (head: string) => {
      const { outputs: said } = await judge(head)
      outputs.push([said['verdict'], said['attempt'], said['escalated']])
    }
    for (let n = 0; n < 3; n++) await run(first)
    for (const name of ['b', 'c']) {
      repository.branch('feature')
      await run(repository.commit({ [`deploy/${name}.yaml`]: deployment(name) }))
    }
    expect(outputs).toEqual([
      ['fail', '1', 'false'],
      ['fail', '1', 'false'],
      ['fail', '1', 'false'],
      ['fail', '2', 'false'],
      ['fail', '3', 'true'],
    ])
    expect(kept).toHaveLength(3)
    expect([...gitHub.labels]).toEqual(['policy-gate: needs a person'])
    expect(gitHub.faulty).toEqual([])
    await gitHub.stop()
  })
})
