import { createHash } from 'node:crypto'
import type { DocumentRef } from '../model/document.ts'
import type { Shard } from '../model/shard.ts'

/**
 * The documents that one shard judges. All shards see the same documents, put them into the same order, and each takes every
 * `of`th: shares differ by one document at most, and each document is in exactly one. The order is that of a digest of
 * where a document stands, so that a repository with four manifests an application does not give all Deployments to one of
 * four shards.
 *
 * With `combine`, what Rego judges together is in none: its answers span documents.
 */
export function shareOf(
  documents: readonly DocumentRef[],
  { index, of }: Shard,
  combine: boolean,
): ReadonlySet<DocumentRef> {
  const ranked = documents
    .filter(({ engine }) => !(combine && engine === 'rego'))
    .map((document) => ({ document, rank: rankOf(document) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  return new Set(ranked.filter((_, at) => at % of === index).map(({ document }) => document))
}

function rankOf({ engine, file, index, root, removed }: DocumentRef): string {
  return createHash('sha256')
    .update(JSON.stringify([engine, file, index, root, removed === true]))
    .digest('hex')
}
