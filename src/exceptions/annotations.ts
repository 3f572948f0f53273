import type { StandingException } from './standing.ts'
import { targetOf } from './targets.ts'
import { type Described, type Descriptions, isSame } from './texts.ts'

const EXEMPT = 'policy-gate.dev/exempt'
const PREFIX = 'policy-gate.dev/'
const PARTS = ['exempt', 'justification', 'expires', 'ticket', 'approver'] as const

/** Whether a text may hold such an annotation at all. */
export function mayBeExempt(text: string): boolean {
  return text.includes(EXEMPT)
}

/**
 * Exceptions that resources ask for themselves. What stands so at the base was merged, and counts; anything that this change
 * writes or alters has yet to be approved. `base` is undefined where the work tree is trusted.
 */
export function annotated(
  files: readonly string[],
  head: Descriptions,
  base: Descriptions | undefined,
): readonly StandingException[] {
  return files.flatMap((file) =>
    head
      .in(file)
      .filter(({ annotations }) => annotations[EXEMPT] !== undefined)
      .map((described) => exceptionOf(file, described, base)),
  )
}

function exceptionOf(file: string, described: Described, base: Descriptions | undefined): StandingException {
  const { id, annotations, line } = described
  const given = partsOf(described)
  const before = base?.of({ file, resource: id })
  const name = id.name === '' ? `${id.generateName ?? ''}*` : id.name
  return {
    id: `annotation of ${id.kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${name}`,
    form: 'annotation',
    file,
    line,
    targets: (annotations[EXEMPT] ?? '').split(',').map((word) => targetOf(word.trim())),
    ...given,
    selects: (document) => document.file === file && isSame(document.resource, id),
    isBroad: false,
    meant: { kind: 'own-resource' },
    isNew: base !== undefined && !isUnchanged(described, before),
  }
}

function partsOf({ annotations }: Described) {
  const { justification, expires, ticket, approver } = Object.fromEntries(
    PARTS.map((part) => [part, annotations[`${PREFIX}${part}`]]),
  )
  return {
    ...(justification === undefined ? {} : { justification }),
    ...(expires === undefined ? {} : { expires }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(approver === undefined ? {} : { approver }),
  }
}

function isUnchanged({ annotations }: Described, before: Described | undefined): boolean {
  return (
    before !== undefined &&
    PARTS.every((part) => annotations[`${PREFIX}${part}`] === before.annotations[`${PREFIX}${part}`])
  )
}
