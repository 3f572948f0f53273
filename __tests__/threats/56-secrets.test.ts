import { readFileSync } from 'node:fs'
import { FORMATS } from '../../src/model/format.ts'
import { action, cli } from '../support/built.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 56. A hard-coded credential that a policy finds is never printed whole in any output.

afterAll(removeTemporaryFolders)

const PASSWORD = ['correct', 'horse', 'battery'].join('-')
const TOKEN = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4b'}`

/** The message repeats the value that it complains about. */
const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-secrets}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: env
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: "the values {{ request.object.spec.containers[].env[].value }} are written out"
        deny: {conditions: {all: [{key: "{{ request.object.spec.containers[].env[].value | length(@) }}", operator: GreaterThan, value: 0}]}}
`

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1
      env:
        - {name: DB_PASSWORD, value: ${PASSWORD}}
        - {name: GREETING, value: ${TOKEN}}
`

const { repository, setting } = pullRequest({ 'policies/p.yaml': POLICY }, { 'pod.yaml': POD })

function expectNoSecret(text: string): void {
  for (const secret of [PASSWORD, TOKEN]) expect(text).not.toContain(secret)
}

test('not in the log, the annotations, the summary, the report, the outputs or the record', async () => {
  const record = `${temporaryFolder()}/record.jsonl`
  const ran = await action(repository, { ...setting, inputs: { record } })
  expect(ran.exitCode).toBe(1)
  expect(ran.summary).toContain('are written out')
  for (const text of [ran.stdout, ran.stderr, ran.summary, ran.report, JSON.stringify(ran.outputs)])
    expectNoSecret(text)
  expectNoSecret(readFileSync(record, 'utf8'))
})

test.each(FORMATS)('not in the format %s', async (format) => {
  repository.checkout('merge')
  const ran = await cli(repository.folder, ['check', 'pod.yaml', '--format', format, '--all-results'])
  expect(ran.exitCode).toBe(1)
  expect(ran.stdout.length).toBeGreaterThan(50)
  expectNoSecret(ran.stdout + ran.stderr)
})
