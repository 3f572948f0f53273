import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, SkippedFile } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import type { Engine, Judged, Loaded, ReadFile } from './engine.ts'

/** A file whose content alone suggests that it is configuration may turn out to be something else. */
interface Candidate extends SourceFile {
  readonly guess: boolean
}

/** What an engine made of files: their documents, and what the rules said of them. */
export interface JudgedSources extends ReadFile, Judged {}

const NOTHING = { results: [], diagnostics: [] }

/** Reads and judges files by the policies that were loaded. An engine that failed is not asked again. */
export async function judgeSources(
  engine: Engine,
  loaded: Loaded,
  files: readonly Candidate[],
): Promise<JudgedSources> {
  const read = await readDocuments(engine, hasFailed(loaded) ? [] : files)
  const judged = hasFailed(read) ? NOTHING : await engine.judge(read.documents)
  return { ...read, results: judged.results, diagnostics: [...read.diagnostics, ...judged.diagnostics] }
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
