import { cli, ROOT } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// What comes with the gate judges Terraform and CloudFormation where nobody names a policy.

afterAll(removeTemporaryFolders)

interface Report {
  readonly verdict: string
  readonly engines: Readonly<Record<string, unknown>>
  readonly results: readonly {
    readonly policy: { readonly name: string }
    readonly rule: string
    readonly status: string
    readonly location: { readonly line: number; readonly precision: string }
  }[]
  readonly diagnostics: readonly { readonly code: string; readonly level: string }[]
}

async function check(cwd: string, ...args: string[]) {
  const { exitCode, stdout } = await cli(cwd, ['check', ...args, '--format', 'json'])
  return { exitCode, stdout, report: JSON.parse(stdout) as Report }
}

const found = ({ results }: Report) =>
  results.map(({ rule, status, location: { line } }) => `${line} ${status} ${rule}`).sort()

test('sources of Terraform are judged as they stand, without a plan', async () => {
  const { exitCode, stdout, report } = await check(ROOT, 'examples/terraform-sources')
  expect(exitCode).toBe(1)
  expect(found(report)).toEqual([
    '14 fail open-ingress',
    '21 warn undecided-ingress',
    '25 fail missing-tags',
    '31 fail hard-coded-secret',
    '32 fail public-database',
    '38 fail public-bucket',
    '41 fail unencrypted-storage',
    '41 warn undecided-tags',
    '48 fail full-access',
  ])
  expect(report.diagnostics.filter(({ level }) => level === 'error')).toEqual([])
  expect(stdout).not.toContain('correct-horse')
})

test('a template of CloudFormation is judged, and what is worked out elsewhere is said', async () => {
  const { exitCode, stdout, report } = await check(ROOT, 'examples/cloudformation')
  expect(exitCode).toBe(1)
  expect(found(report)).toEqual([
    '20 fail open-ingress',
    '24 warn undecided-ingress',
    '30 fail missing-tags',
    '30 fail unencrypted-storage',
    '35 fail hard-coded-secret',
    '36 fail public-database',
    '41 fail public-bucket',
    '56 fail full-access',
  ])
  expect(stdout).not.toContain('correct-horse')
})

test('a change without infrastructure starts one engine', async () => {
  const folder = new Repository().write({ 'pod.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n' })
  const { report } = await check(folder.folder, '.')
  expect(Object.keys(report.engines)).toEqual(['kyverno'])
})
