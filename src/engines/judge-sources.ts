import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, SkippedFile } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import { admissionRequests } from './admissions.ts'
import type { Judge, Judged, Loaded, Readable, ReadFile } from './engine.ts'
import { BY_ENGINE, type Judging } from './judging.ts'

/** A file whose content alone suggests that it is configuration may turn out to be something else. */
interface Candidate extends Readable {
  readonly guess: boolean
  readonly rendered?: boolean
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
  engine: Judge,
  loaded: Loaded,
  files: readonly Candidate[],
  context: Context = { base: [], cluster: [] },
  judging: Judging = BY_ENGINE,
): Promise<JudgedSources> {
  if (hasFailed(loaded)) return { documents: [], skipped: [], ...NOTHING }
  const prepared = context.base.length === 0 ? await prepare(engine, files, judging.portion) : []
  const offered = context.cluster.length === 0 ? [] : await engine.offer(context.cluster)
  const read = await readDocuments(engine, files)
  const rendered = new Set(files.filter((file) => file.rendered === true).map(({ path }) => path))
  const base = await readBase(engine, context.base)
  const requests = admissionRequests(read.documents, base, (file) => rendered.has(file))
  const planless = loaded.asksPlan === true ? withoutPlan(read.documents) : []
  const failed = hasFailed(read) || hasFailed({ diagnostics: [...prepared, ...offered] })
  const judged = failed ? NOTHING : await judging.answer({ engine, loaded, ...requests })
  return {
    skipped: read.skipped.filter((file) => !isJudgedElsewhere(file, read.documents)),
    documents: requests.documents,
    results: judged.results,
    diagnostics: [...prepared, ...offered, ...planless, ...read.diagnostics, ...judged.diagnostics],
  }
}

/** A file of no Kubernetes objects that Rego policies judge is not a file that nobody judged. */
function isJudgedElsewhere({ file, reason, detail }: SkippedFile, documents: readonly DocumentRef[]): boolean {
  return reason === 'not-kubernetes' && detail === undefined && documents.some((document) => document.file === file)
}

/** Rules that look at plans have nothing to say of sources: without a plan, sources would pass them unseen. */
function withoutPlan(documents: readonly DocumentRef[]): readonly Diagnostic[] {
  const source = documents.find(({ format, file }) => format === 'hcl2' || file.endsWith('.tf.json'))
  if (source === undefined || documents.some(({ content }) => content === 'terraform-plan')) return []
  return [
    {
      level: 'error',
      code: 'terraform.no-plan',
      message: 'sources of Terraform are judged, and the policies look at plans: without a plan they would pass unseen',
      file: source.file,
      remedy:
        'give the plan with `plans`: `terraform show -json PLANFILE > plan.json`; or leave the sources out with `paths`',
      blame: 'user',
    },
  ]
}

/** An update and the object that it replaces have to meet in one engine, and changes are small: there one will do. */
async function prepare(engine: Judge, files: readonly Readable[], portion: number): Promise<readonly Diagnostic[]> {
  const characters = files.filter(({ engine }) => engine !== 'rego').reduce((sum, { text }) => sum + text.length, 0)
  return (await engine.expect?.(characters * portion)) ?? []
}

/** What the base holds that cannot be read is no fault of the change, which is then judged as if it were new. */
async function readBase(engine: Judge, files: readonly SourceFile[]): Promise<readonly DocumentRef[]> {
  const documents: DocumentRef[] = []
  for (const file of files) documents.push(...(await engine.read(file)).documents)
  return documents
}

async function readDocuments(engine: Judge, files: readonly Candidate[]): Promise<ReadFile> {
  const documents: DocumentRef[] = []
  const skipped: SkippedFile[] = []
  const diagnostics: Diagnostic[] = []
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE)
    const all = await Promise.all(some.map(({ guess, rendered: _, ...file }) => readOne(engine, file, guess)))
    for (const read of all) {
      documents.push(...read.documents)
      skipped.push(...read.skipped)
      diagnostics.push(...read.diagnostics)
    }
    if (all.some(hasFailed)) break
  }
  return { documents, skipped, diagnostics }
}

/** Files are handed over this many at a time, for engines that share them. */
const AT_ONCE = 16

async function readOne(engine: Judge, file: Readable, guess: boolean): Promise<ReadFile> {
  const read = await engine.read(file)
  return guess ? { ...read, diagnostics: read.diagnostics.map(lessCertain) } : read
}

function hasFailed({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): boolean {
  return diagnostics.some(({ blame }) => blame === 'engine')
}

/** No tool applies a file of such a name by itself, so that it cannot be read is worth a word and no failure. */
function lessCertain(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.blame === 'user' && diagnostic.level === 'error' ? { ...diagnostic, level: 'warning' } : diagnostic
}
