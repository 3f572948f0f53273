import { posix } from 'node:path'
import { looksLikeInfrastructure, regoFiles } from '../changes/rego-files.ts'
import type { Source, Sources } from '../changes/sources.ts'
import type { Options } from '../inputs/options.ts'
import type { ChangeSet } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { EngineName } from '../model/policy.ts'
import type { Rendered } from './rendered.ts'

/** Adds what was rendered to what is judged, and takes out what is a manifest only once it is rendered. */
export function withRendered(
  read: Sources,
  rendered: Rendered,
  engines: ReadonlySet<EngineName>,
  options: Options,
  changes: ChangeSet,
): Sources {
  const replaced = reallyReplaced(read.sources, rendered, changes)
  const kept = read.sources.filter(({ path }) => !replaced.has(path))
  const skipped = [...replaced].map((file) => ({
    file,
    reason: 'rendered' as const,
    detail: `judged as ${rendered.replaced.get(file)} renders it`,
  }))
  const rego = regoFiles(options)
  const sources = rendered.documents.flatMap((document) => [
    ...(engines.has('kyverno') ? [{ ...document, engine: 'kyverno', guess: false, rendered: true } as const] : []),
    ...(engines.has('rego') &&
    (rego.byName(rendered.origins.get(document.path)?.source ?? '') || looksLikeInfrastructure(document.text))
      ? [{ ...document, engine: 'rego', guess: false, parser: 'yaml' } as const]
      : []),
  ])
  return {
    sources: [...kept, ...sources],
    skipped: [...read.skipped, ...skipped],
    diagnostics: [...read.diagnostics.filter((one) => !isPatch(one, rendered)), ...rendered.diagnostics],
  }
}

/** A patch with a target need not say of which version it is; of a resource Kustomize would refuse it. */
function isPatch({ code, file = '' }: Diagnostic, { texts }: Rendered): boolean {
  return code === 'input.no-api-version' && texts.has(file)
}

/**
 * A template that is readable YAML all the same could be applied as it is, with its actions in comments: a Chart.yaml beside
 * it must not hide it. Only what no cluster could read by itself is left to the rendering.
 */
function reallyReplaced(
  sources: readonly Source[],
  { replaced, texts }: Rendered,
  changes: ChangeSet,
): ReadonlySet<string> {
  const added = new Set(changes.files.filter(({ status }) => status === 'added').map(({ path }) => path))
  const found = new Set<string>()
  for (const { path } of sources) {
    const text = texts.get(path)
    if (text === undefined || !replaced.has(path)) continue
    const isNew = added.has(posix.join(replaced.get(path) ?? '.', 'Chart.yaml'))
    if (!text.includes('{{') || hasActions(isNew ? withoutQuoted(text) : text)) found.add(path)
  }
  return found
}

/** Text in quotes could be applied as it is, too. Where the chart is as new as the template, that is worth a doubt. */
function withoutQuoted(text: string): string {
  return text.replace(/"[^"\n]*"|'[^'\n]*'/g, '""')
}

/** Whether actions stand outside of comments. */
function hasActions(text: string): boolean {
  return text.split('\n').some((line) => /^[^#]*\{\{/.test(line))
}
