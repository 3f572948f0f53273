import { readFileSync } from 'node:fs'
import { cli } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'
import { SIX_RULES } from '../support/six-rules.ts'

afterAll(removeTemporaryFolders)

const POD = `# a comment that stays
apiVersion: v1
kind: Pod
metadata:
  name: web # mine
  labels: {team: shop}
spec:
  hostNetwork: true
  containers:
    - name: main
      image: docker.io/shop/web:1.4.2
      resources:
        limits: {cpu: 1, memory: 1Gi}
      securityContext:
        privileged: true
`
const UNLABELLED = POD.replace('  labels: {team: shop}\n', '')
const LATEST = POD.replace('1.4.2', 'latest')

function folder(files: Readonly<Record<string, string>>): Repository {
  return new Repository().write({ 'policies/six.yaml': SIX_RULES, ...files })
}

const read = (repository: Repository, path: string) => readFileSync(repository.path(path), 'utf8')
const fix = (repository: Repository, ...args: string[]) => cli(repository.folder, ['fix', 'deploy', ...args])

test('shows what it would change, and changes nothing', async () => {
  const repository = folder({ 'deploy/pod.yaml': POD })
  const ran = await fix(repository)
  expect(ran.exitCode).toBe(0)
  expect(ran.stdout).toContain('+++ deploy/pod.yaml')
  expect(ran.stdout).toContain('-   hostNetwork: true\n+   hostNetwork: false\n')
  expect(ran.stderr).toBe('3 findings of 3 can be mended; --write writes these changes\n')
  expect(read(repository, 'deploy/pod.yaml')).toBe(POD)
})

test('writes it, with every comment where it was, and then there is nothing left', async () => {
  const repository = folder({ 'deploy/pod.yaml': `${POD}---\n${POD.replace('name: web', 'name: api')}` })
  expect(await fix(repository, '--write')).toMatchObject({ exitCode: 0, stderr: '6 findings of 6 mended\n' })
  const mended = POD.replace('hostNetwork: true', 'hostNetwork: false')
    .replace('docker.io/', 'registry.example/')
    .replace('privileged: true', 'privileged: false')
  expect(read(repository, 'deploy/pod.yaml')).toBe(`${mended}---\n${mended.replace('name: web', 'name: api')}`)
  expect(await cli(repository.folder, ['check', 'deploy'])).toMatchObject({ exitCode: 0 })
  expect(await fix(repository, '--write')).toMatchObject({ exitCode: 0, stdout: '' })
})

test('what only its author can choose is left, unless an example is asked for', async () => {
  const repository = folder({ 'deploy/pod.yaml': UNLABELLED })
  const without = await fix(repository, '--write')
  expect(without).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('team is not as it has to be') })
  expect(read(repository, 'deploy/pod.yaml')).not.toContain('team')
  expect(await fix(repository, '--write', '--examples')).toMatchObject({ exitCode: 0 })
  expect(read(repository, 'deploy/pod.yaml')).toContain('team: payments')
})

test('what has no remedy is left, and told', async () => {
  const repository = folder({ 'deploy/pod.yaml': LATEST })
  const ran = await fix(repository, '--write')
  expect(ran).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('3 findings of 4 mended') })
  expect(ran.stderr).toContain('tag is not as it has to be')
})

test('CRLF stays, and JSON stays JSON', async () => {
  const json = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'j', labels: { team: 'shop' } } }
  const container = { name: 'a', image: 'registry.example/a:1', resources: { limits: { cpu: 1, memory: '1Gi' } } }
  const text = JSON.stringify({ ...json, spec: { hostNetwork: true, containers: [container] } }, null, 2)
  const repository = folder({ 'deploy/pod.yaml': POD.replaceAll('\n', '\r\n'), 'deploy/pod.json': text })
  expect(await fix(repository, '--write')).toMatchObject({ exitCode: 0 })
  expect(read(repository, 'deploy/pod.yaml')).not.toMatch(/[^\r]\n/)
  expect(JSON.parse(read(repository, 'deploy/pod.json'))).toMatchObject({ spec: { hostNetwork: false } })
})

test('nothing is written where a file cannot be judged', async () => {
  const repository = folder({ 'deploy/pod.yaml': POD, 'deploy/broken.yaml': 'apiVersion: v1\nkind: [\n' })
  expect(await fix(repository, '--write')).toMatchObject({ exitCode: 2, stdout: '' })
  expect(read(repository, 'deploy/pod.yaml')).toBe(POD)
})

test('a Secret is not touched, and nothing of it is shown', async () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  password: hunter2hunter2\n'
  const policy = SIX_RULES.replaceAll('kinds: [Pod]', 'kinds: [Pod, Secret]')
  const repository = new Repository().write({ 'policies/six.yaml': policy, 'deploy/secret.yaml': secret })
  const ran = await fix(repository, '--write', '--examples')
  expect(ran.exitCode).toBe(1)
  expect(ran.stdout + ran.stderr).not.toContain('hunter2')
  expect(read(repository, 'deploy/secret.yaml')).toBe(secret)
})
