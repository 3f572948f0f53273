import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, SkippedFile } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import { admissionRequests } from './admissions.ts'
import type { Engine, Judged, Loaded, ReadFile } from './engine.ts'

/** A file whose content alone suggests that it is configuration may turn out to be something else. */
interface Candidate extends SourceFile {
  readonly guess: boolean
}

/** What an engine made of files: their documents, and what the rules said of them. */
export interface JudgedSources extends ReadFile, Judged {}

/** What documents are judged against besides the policies. */
export interface Context {
  /** The changed files as the base has them. */
  readonly base: readonly SourceFile[]
  /** Manifests that policies may look up. */
  readonly cluster: readonly SourceFile[]
}

const NOTHING = { results: [], diagnostics: [] }

/** Reads and judges files by the policies that were loaded. An engine that failed is not asked again. */
export async function judgeSources(
  engine: Engine,
  loaded: Loaded,
  files: readonly Candidate[],
  context: Context = { base: [], cluster: [] },
): Promise<JudgedSources> {
  if (hasFailed(loaded)) return { documents: [], skipped: [], ...NOTHING }
  const offered = context.cluster.length === 0 ? [] : await engine.offer(context.cluster)
  const read = await readDocuments(engine, files)
  const requests = admissionRequests(read.documents, await readBase(engine, context.base))
  const failed = hasFailed(read) || hasFailed({ diagnostics: offered })
  const judged = failed ? NOTHING : await engine.judge(requests.documents, requests.admissions)
  return {
    ...read,
    documents: requests.documents,
    results: judged.results,
    diagnostics: [...offered, ...read.diagnostics, ...judged.diagnostics],
  }
}

/** What the base holds that cannot be read is no fault of the change, which is then judged as if it were new. */
async function readBase(engine: Engine, files: readonly SourceFile[]): Promise<readonly DocumentRef[]> {
  const documents: DocumentRef[] = []
  for (const file of files) documents.push(...(await engine.read(file)).documents)
  return documents
}

async function readDocuments(engine: Engine, files: readonly Candidate[]): Promise<ReadFile> {
  const documents: DocumentRef[] = []
  const skipped: SkippedFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const { guess, ...file } of files) {
    const read = await engine.read(file)
    documents.push(...read.documents)
    skipped.push(...read.skipped)
    diagnostics.push(...(guess ? read.diagnostics.map(lessCertain) : read.diagnostics))
    if (hasFailed(read)) break
  }
  return { documents, skipped, diagnostics }
}

function hasFailed({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): boolean {
  return diagnostics.some(({ blame }) => blame === 'engine')
}

/** No tool applies a file of such a name by itself, so that it cannot be read is worth a word and no failure. */
function lessCertain(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.blame === 'user' && diagnostic.level === 'error' ? { ...diagnostic, level: 'warning' } : diagnostic
}
