import { admissionRequests } from '../engines/admissions.ts'
import type { Judge } from '../engines/engine.ts'
import type { DocumentRef, ResourceId } from '../model/document.ts'
import type { Result } from '../model/result.ts'
import type { SourceFile } from '../model/source.ts'

/** What the engine said of one resource, and the resource as the cluster's reader has it. */
export interface Judgement {
  readonly object: unknown
  readonly resource: ResourceId
  readonly results: readonly Result[]
}

/**
 * Judges a document again with another text, by the same policies and as the same admission request. Undefined when it
 * cannot be read or judged, is another resource than before, or is no Kubernetes object. Without `places`, nobody looks for causes.
 */
export type JudgeAgain = (document: DocumentRef, text: string, places: boolean) => Promise<Judgement | undefined>

/** `base` are the files as they stood before, named as `readBaseVersions` names them. */
export function judgeAgainWith(engine: Judge, base: readonly SourceFile[]): JudgeAgain {
  return async (document, text, places) => {
    if (document.engine !== 'kyverno') return undefined
    const read = await engine.read({ path: document.file, text })
    const same = read.documents.find(({ root }) => JSON.stringify(root) === JSON.stringify(document.root))
    if (same === undefined || read.diagnostics.length > 0 || !isSame(same.resource, document.resource)) return undefined
    const object = await engine.content?.(same)
    const before = base.filter(({ path }) => path.startsWith(`${document.file}@`))
    const old = (await Promise.all(before.map((file) => engine.read(file)))).flatMap(({ documents }) => documents)
    const { admissions } = admissionRequests(read.documents, old)
    const { results, diagnostics } = await engine.judge(read.documents, admissions, { places })
    if (object === undefined || diagnostics.length > 0) return undefined
    return { object, resource: same.resource, results: results.filter((result) => result.document === same) }
  }
}

/** Another name or kind would be another resource: that is a way out, and no remedy. */
function isSame(a: ResourceId, b: ResourceId): boolean {
  const keys = ['apiVersion', 'kind', 'namespace', 'name', 'generateName'] as const
  return keys.every((key) => a[key] === b[key])
}
