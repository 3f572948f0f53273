import { join, normalize } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse, parseAllDocuments } from 'yaml'
import { filesIn, textOf } from './packs.ts'

// Every policy has cases of each sort that manifests come in.

interface Policy {
  readonly metadata: { readonly name: string }
}

interface Suite {
  readonly resources: readonly string[]
  readonly results: readonly {
    readonly kind: string
    readonly resources: readonly string[]
    readonly result: 'pass' | 'fail' | 'skip'
  }[]
}

interface Resource {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec?: object
}

/** What a policy is tested with, by what is expected of it. */
function casesOf(folder: string, file: string) {
  const text = textOf(`${folder}/${file}`)
  const tests = `${folder}/.kyverno-test/${(parse(text) as Policy).metadata.name}`
  const suite = parse(textOf(`${tests}/kyverno-test.yaml`)) as Suite
  const resources = suite.resources.flatMap((path) =>
    parseAllDocuments(textOf(normalize(join(tests, path)))).map((document) => document.toJS() as Resource),
  )
  const named = (result: string): readonly Resource[] => {
    const names = new Set(suite.results.flatMap((one) => (one.result === result ? one.resources : [])))
    return resources.filter(({ metadata }) => names.has(metadata.name))
  }
  const fail = named('fail')
  // A resource that one rule refuses and another lets pass is a case that fails.
  const pass = named('pass').filter((resource) => !fail.includes(resource))
  return { text, pass, fail }
}

const KYVERNO = ['policies/kyverno', 'policies/kyverno-cel'].flatMap((folder) =>
  filesIn(folder).map((file) => [`${folder}/${file}`, casesOf(folder, file)] as const),
)
/** What Kyverno carries over to whatever makes pods. */
const OF_PODS = KYVERNO.filter(([, { fail }]) => fail.some(({ kind }) => kind === 'Pod'))
/** Labels are no list. */
const OF_LISTS = KYVERNO.filter(([path]) => !path.endsWith('/require-labels.yaml'))
const OF_CONTAINERS = KYVERNO.filter(([, { text }]) => text.includes('initContainers'))

const holds = (node: unknown, is: (node: unknown) => boolean): boolean =>
  is(node) || (typeof node === 'object' && node !== null && Object.values(node).some((inner) => holds(inner, is)))

test.each(KYVERNO)('%s has four cases that pass and four that fail', (_, { pass, fail }) => {
  expect(pass.length).toBeGreaterThanOrEqual(4)
  expect(fail.length).toBeGreaterThanOrEqual(4)
})

test.each(KYVERNO)('%s has cases of nulls and of a spec without anything', (_, { pass, fail }) => {
  const cases = [...pass, ...fail]
  expect(holds(cases, (node) => node === null)).toBe(true)
  expect(holds(cases, (node) => isDeepStrictEqual((node as Partial<Resource> | null)?.spec, {}))).toBe(true)
})

test.each(OF_LISTS)('%s has lists that pass and lists that fail', (_, { pass, fail }) => {
  const isList = (node: unknown) => Array.isArray(node) && node.length > 1
  expect(pass.some(({ spec }) => holds(spec, isList))).toBe(true)
  expect(fail.some(({ spec }) => holds(spec, isList))).toBe(true)
})

test.each(OF_PODS)('%s has a CronJob that passes and one that fails', (_, { pass, fail }) => {
  expect(pass.map(({ kind }) => kind)).toContain('CronJob')
  expect(fail.map(({ kind }) => kind)).toContain('CronJob')
})

test.each(OF_CONTAINERS)('%s has init containers that pass and some that fail', (_, { pass, fail }) => {
  const isInit = (node: unknown) => typeof node === 'object' && node !== null && 'initContainers' in node
  expect(pass.some((one) => holds(one, isInit))).toBe(true)
  expect(fail.some((one) => holds(one, isInit))).toBe(true)
})
