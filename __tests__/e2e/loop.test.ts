import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli, ROOT } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'
import { SIX_RULES } from '../support/six-rules.ts'

afterAll(removeTemporaryFolders)

const AGENT = join(ROOT, '__tests__/support/agents/scripted.mjs')
const folder = new Repository().write({ 'policies/six.yaml': SIX_RULES })

const loop = (args: readonly string[], stdin = 'Write a pod for payments.') =>
  cli(folder.folder, ['loop', ...args], { stdin })
const node = (script: string) => ['--', process.execPath, '--eval', script]
const lines = (path: string) =>
  readFileSync(folder.path(path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { verdict: string; violations: number; attempt: { number: number } })

test('a program that does what the feedback says: six violations, then one, then none', async () => {
  const ran = await loop(['--record', 'record.jsonl', '--report', 'agent=last.json', '--', process.execPath, AGENT])
  expect(ran.stderr).toContain('Attempt 2 of 3: 5 resolved, 0 new, 1 left.')
  expect(ran.exitCode).toBe(0)
  expect(ran.stdout).toContain('"image": "registry.example/shop/payments:1.4.2"')
  expect(
    lines('record.jsonl').map(({ verdict, violations, attempt }) => [attempt.number, verdict, violations]),
  ).toEqual([
    [1, 'fail', 6],
    [2, 'fail', 1],
    [3, 'pass', 0],
  ])
  expect(JSON.parse(readFileSync(folder.path('last.json'), 'utf8'))).toMatchObject({ verdict: 'pass', next: 'done' })
  expect(await cli(folder.folder, ['record', 'verify', 'record.jsonl'])).toMatchObject({ exitCode: 0 })
})

const STUBBORN = `require('node:fs').appendFileSync('asked', 'x'); console.log(${JSON.stringify(
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "x:latest"}]}',
)})`

test('one that does not learn is stopped after exactly three attempts, and a person gets the case', async () => {
  const ran = await loop(node(STUBBORN))
  expect(readFileSync(folder.path('asked'), 'utf8')).toBe('xxx')
  expect(ran).toMatchObject({ exitCode: 1, stdout: '' })
  expect(ran.stderr).toMatch(/Stopped: node did not satisfy the policies in 3 attempts/)
  expect(ran.stderr).toMatch(/failed in every attempt.*\n( {4}six\/\w+\n)+/)
  expect(ran.stderr).toContain('Policy Gate: fail')
})

test.each([
  ['prose', 'console.log("I cannot do that.")'],
  ['nothing', ''],
  ['what is no YAML', 'console.log("a: [")'],
])('an answer that is %s is an attempt, too', async (_, script) => {
  expect(await loop(['--max-attempts', '2', ...node(script)])).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('in 2 attempts'),
  })
})

test.each([
  ['fails', ['--', 'sh', '-c', 'echo "::error::no quota" >&2; exit 7'], 'it exited with 7'],
  ['is not there', ['--', 'no-such-agent'], 'could not be started'],
  ['takes too long, with all it started', ['--command-timeout', '1', '--', 'sh', '-c', 'sleep 600 & sleep 600'], '1 s'],
  [
    'writes too much',
    ['--max-file-size', '1KiB', ...node('for (;;) process.stdout.write("x".repeat(999))')],
    '1024 bytes',
  ],
])('a command that %s is an error, and no attempt', async (_, args, reason) => {
  const ran = await loop(args)
  expect(ran).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('loop.command-failed') })
  expect(ran.stderr).toContain(reason)
  expect(ran.stderr).not.toMatch(/^::/m)
})

test('policies that cannot be used are nobody’s attempt', async () => {
  const ran = await loop(['--policies', 'none', ...node(STUBBORN)])
  expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('policies.') })
})

test.each([
  [[], 'config.no-command'],
  [['agent'], 'config.no-command'],
  [['--max-attempts', '0', '--', 'agent'], 'config.bad-value'],
  [['--max-atempts', '3', '--', 'agent'], 'did you mean --max-attempts'],
])('loop %j is refused', async (args, code) => {
  expect(await loop(args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(code) })
})

test('no shell reads the arguments', async () => {
  const ran = await loop([
    '--max-attempts',
    '1',
    ...node('console.log(process.argv.slice(1).join())'),
    '$(id)',
    '`id`',
    ';id',
  ])
  expect(ran.exitCode).toBe(1)
  expect(ran.stderr).not.toContain('uid=')
})

test('without a task nothing is asked', async () => {
  expect(await loop(node(STUBBORN), ' \n')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('loop.no-task'),
  })
})
