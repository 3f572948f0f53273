import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { likelyEngine } from '../../src/commands/likely-engine.ts'
import { EngineSet } from '../../src/engines/engine-set.ts'
import { ToolError } from '../../src/errors.ts'
import { MemoryHost } from '../../src/host/memory.ts'

function hostWith(...files: readonly string[]): MemoryHost {
  const root = mkdtempSync(join(tmpdir(), 'policy-gate-likely-'))
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    writeFileSync(join(root, file), '')
  }
  return new MemoryHost(root)
}

test.each([
  [['policies'], ['policies/a.rego', 'policies/a_test.rego', 'policies/README.md'], 'rego'],
  [['policies'], ['policies/terraform/a.rego', 'policies/aws/b.rego'], 'rego'],
  [['policies'], ['policies/terraform/a.rego', 'policies/k8s/b.yaml'], 'kyverno'],
  [['a.rego', 'policies'], ['policies/b.yaml'], 'kyverno'],
  [['a.rego'], [], 'rego'],
  [['bundle.tar.gz'], [], 'rego'],
  [['policies'], [], 'kyverno'],
  [['policies/*.rego.txt'], ['policies/a.rego'], 'kyverno'],
] as const)('%j with %j is likely judged by %s', async (entries, files, engine) => {
  expect(await likelyEngine(hostWith(...files), entries)).toBe(engine)
})

test('an engine that was guessed and cannot start is an error where it is needed, and only there', async () => {
  const broken = (): never => {
    throw new ToolError({ code: 'engine.missing', what: 'no engine', remedy: 'install it' })
  }
  const engines = new EngineSet({ kyverno: broken, rego: broken }, Promise.resolve('kyverno' as const))
  await expect(engines.load([])).resolves.toMatchObject({ policies: [] })
  await expect(engines.load([{ path: 'a.yaml', text: 'apiVersion: kyverno.io/v1' }])).rejects.toThrow('no engine')
  await engines.close()
})
