import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { DocumentRef } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import { isLike } from '../verdict/exception-targets.ts'
import type { StandingException } from './standing.ts'
import type { Descriptions } from './texts.ts'

type Entry = Options['exceptions'][number]

/** Where labels are looked up: a label that only the change brings opens nothing. */
export interface Labelled {
  readonly head: Descriptions
  readonly base: Descriptions | undefined
}

interface Setting {
  readonly options: Options
  readonly file?: SourceFile | undefined
}

/**
 * Exceptions of a configuration. `known` are those of the trusted one: any other is new. Of a configuration that does not
 * count (`isAside`) only the new ones are told.
 */
export function configured(
  { options, file }: Setting,
  labelled: Labelled,
  known: readonly Entry[],
  isAside = false,
): readonly StandingException[] {
  const old = new Set(known.map((entry) => JSON.stringify(entry)))
  const lines = linesIn(file?.text ?? '')
  return options.exceptions.flatMap((entry, at) => {
    const isNew = !old.has(JSON.stringify(entry))
    if (isAside && !isNew) return []
    const id = `exceptions[${at}]${isAside ? ' of this change' : ''}`
    return [{ id, file: file?.path ?? '', line: lines[at] ?? 1, ...exceptionOf(entry, labelled), isNew }]
  })
}

function exceptionOf(entry: Entry, labelled: Labelled) {
  return {
    form: 'configuration',
    targets: [{ policy: entry.policy, ...(entry.rule === undefined ? {} : { rule: entry.rule }) }],
    ...partsOf(entry),
    selects: selectorOf(entry, labelled),
    isBroad: namesNothing(entry),
    meant: { kind: 'entry', entry },
  } as const
}

function partsOf({ justification, expires, ticket, approver }: Entry) {
  return {
    ...(justification === undefined ? {} : { justification }),
    ...(expires === undefined ? {} : { expires }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(approver === undefined ? {} : { approver }),
  }
}

/** A path alone names nothing: a change can put anything there. */
function namesNothing({ resource: { name, labels } = {} }: Entry): boolean {
  const isNamed = name !== undefined && !name.includes('*')
  return !isNamed && Object.keys(labels ?? {}).length === 0
}

function selectorOf({ resource = {}, path }: Entry, labelled: Labelled): (document: DocumentRef) => boolean {
  const isThere = path === undefined ? () => true : pathFilter([path])
  const { kind, namespace, name, labels = {} } = resource
  return (document) => {
    const { resource: own } = document
    if (!isThere(document.file)) return false
    if (kind !== undefined && kind !== own.kind) return false
    if (namespace !== undefined && !isLike(namespace, own.namespace)) return false
    if (name !== undefined && !isLike(name, own.name)) return false
    return hasLabels(document, labels, labelled)
  }
}

function hasLabels(document: DocumentRef, wanted: Readonly<Record<string, string>>, { head, base }: Labelled): boolean {
  return Object.entries(wanted).every(([label, value]) =>
    [head, base].every((at) => at === undefined || at.of(document)?.labels[label] === value),
  )
}

function linesIn(text: string): readonly number[] {
  const lineCounter = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter })
  const list = isMap(contents) ? contents.get('exceptions', true) : undefined
  if (!isSeq(list)) return []
  return list.items.map((item) => lineCounter.linePos((item as { range?: [number] }).range?.[0] ?? 0).line)
}
