import { parseAllDocuments } from 'yaml'
import { configMap } from '../../src/parameters/config-map.ts'
import { declarationsIn } from '../../src/parameters/declarations.ts'
import { parametersOf } from '../../src/parameters/values.ts'
import { policiesIn, textOf } from './packs.ts'

const FOLDERS = ['policies/kyverno', 'policies/kyverno-cel']

async function declared(folder: string) {
  const { declarations, diagnostics } = await declarationsIn(policiesIn(folder))
  expect(diagnostics).toEqual([])
  return declarations.map(({ file: _file, line: _line, ...one }) => one)
}

test('both kinds of a policy declare the same parameters', async () => {
  const [classic = [], cel] = await Promise.all(FOLDERS.map(declared))
  expect(classic.length).toBeGreaterThan(8)
  expect(cel).toEqual(classic)
})

test.each(FOLDERS)('%s: what is installed with the policies are their defaults', async (folder) => {
  const { values, diagnostics } = await parametersOf(policiesIn(folder), {})
  expect(diagnostics).toEqual([])
  const [namespace, installed] = parseAllDocuments(textOf(`${folder}/policy-gate-params.yaml`))
  expect(namespace?.toJS()).toMatchObject({ kind: 'Namespace', metadata: { name: 'policy-gate' } })
  expect(installed?.toJS()).toEqual(configMap(values))
})
