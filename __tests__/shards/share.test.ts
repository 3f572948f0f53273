import fc from 'fast-check'
import type { DocumentRef } from '../../src/model/document.ts'
import { shareOf } from '../../src/shards/share.ts'

const RESOURCE = { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'p' }

const documents = fc.uniqueArray(
  fc.record({
    engine: fc.constantFrom('kyverno' as const, 'rego' as const),
    file: fc.string(),
    index: fc.nat(5),
    root: fc.array(fc.oneof(fc.string(), fc.nat(5)), { maxLength: 2 }),
  }),
  { selector: (document) => JSON.stringify(document) },
)

const refs = (found: readonly object[]) =>
  found.map((document) => ({ handle: 0, line: 1, endLine: 1, resource: RESOURCE, ...document }) as DocumentRef)

const sharesOf = (all: readonly DocumentRef[], of: number, combine = false) =>
  Array.from({ length: of }, (_, index) => shareOf(all, { index, of }, combine))

test('every document is in exactly one share, and shares are alike in size', () => {
  fc.assert(
    fc.property(documents, fc.integer({ min: 1, max: 9 }), (found, of) => {
      const all = refs(found)
      const shares = sharesOf(all, of)
      for (const document of all) expect(shares.filter((share) => share.has(document))).toHaveLength(1)
      const sizes = shares.map(({ size }) => size)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})

test('who is in which share does not depend on the order in which documents were found', () => {
  fc.assert(
    fc.property(documents, fc.integer({ min: 1, max: 9 }), (found, of) => {
      const all = refs(found)
      const turned = sharesOf(all.toReversed(), of)
      for (const [index, share] of sharesOf(all, of).entries()) expect(new Set(turned[index])).toEqual(new Set(share))
    }),
  )
})

test('four manifests an application do not give one shard all that are heavy', () => {
  const kinds = ['deployment', 'ingress', 'service', 'volume']
  const files = Array.from({ length: 400 }, (_, at) => `apps/${Math.floor(at / 4)}/${kinds[at % 4]}.yaml`)
  const all = refs(files.map((file) => ({ engine: 'kyverno', file, index: 0, root: [] })))
  for (const share of sharesOf(all, 4))
    expect([...share].filter(({ file }) => file.endsWith('deployment.yaml')).length).toBeLessThan(50)
})

test('what Rego judges together is in no share', () => {
  const all = refs(
    ['a', 'b'].flatMap((file) => ['kyverno', 'rego'].map((engine) => ({ engine, file, index: 0, root: [] }))),
  )
  const shared = sharesOf(all, 2, true).flatMap((share) => [...share])
  expect(shared.map(({ engine }) => engine)).toEqual(['kyverno', 'kyverno'])
})
