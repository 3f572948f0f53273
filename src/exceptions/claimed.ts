import { isDeepStrictEqual } from 'node:util'
import type { Source } from '../changes/sources.ts'
import type { Judge } from '../engines/engine.ts'
import type { JudgedSources } from '../engines/judge-sources.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Result } from '../model/result.ts'
import { targetsResult } from '../verdict/exception-targets.ts'
import type { WrittenException } from '../verdict/written-exception.ts'

/**
 * Kyverno lets an update pass where the object before it failed the same rule. A resource that newly asks to be let through
 * says itself that it fails: what it asks for is answered as if the resource were new, so that the exception is needed, and
 * waits for an owner.
 */
export async function withClaimed(
  engine: Judge,
  judged: JudgedSources,
  sources: readonly Source[],
  written: readonly WrittenException[],
): Promise<JudgedSources> {
  const claims = written.filter(({ form, isNew }) => form === 'annotation' && isNew)
  const claiming = judged.documents.filter(
    (document) => document.engine === 'kyverno' && claims.some(({ selects }) => selects(document)),
  )
  if (claiming.length === 0) return judged
  const { results, diagnostics } = await asNew(engine, claiming, sources)
  const isSpared = (result: Result) => SPARED[result.status] && claims.some((claim) => isMeant(claim, result))
  return {
    ...judged,
    results: judged.results.map((result) => (isSpared(result) ? (failureOf(result, results) ?? result) : result)),
    diagnostics: [...judged.diagnostics, ...diagnostics],
  }
}

const SPARED: Readonly<Record<Result['status'], boolean>> = {
  pass: true,
  skip: true,
  fail: false,
  warn: false,
  error: false,
}

function isMeant({ selects, targets }: WrittenException, result: Result): boolean {
  return selects(result.document) && targets.some((target) => targetsResult(target, result))
}

function failureOf(result: Result, asNew: readonly Result[]): Result | undefined {
  return asNew.find(
    ({ document, policy, rule, status }) =>
      document === result.document && policy === result.policy && rule === result.rule && status === 'fail',
  )
}

interface Answers {
  readonly results: readonly Result[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the documents again, since an engine forgets what it has judged, and judges each as if the base did not have it. */
async function asNew(engine: Judge, documents: readonly DocumentRef[], sources: readonly Source[]): Promise<Answers> {
  const before = new Map<DocumentRef, DocumentRef>()
  const faults: Diagnostic[] = []
  for (const { path, text } of sources.filter((source) => source.engine === 'kyverno')) {
    const wanted = documents.filter(({ file }) => file === path)
    if (wanted.length === 0) continue
    const read = await engine.read({ path, text, engine: 'kyverno' })
    faults.push(...read.diagnostics.filter(({ blame }) => blame === 'engine'))
    for (const again of read.documents) {
      const document = wanted.find((one) => isAt(one, again))
      if (document !== undefined) before.set(again, document)
    }
  }
  const { results, diagnostics } = await engine.judge([...before.keys()])
  return {
    results: results.map((result) => ({ ...result, document: before.get(result.document) ?? result.document })),
    diagnostics: [...faults, ...diagnostics],
  }
}

const isAt = (one: DocumentRef, other: DocumentRef): boolean =>
  one.index === other.index && isDeepStrictEqual(one.root, other.root)
