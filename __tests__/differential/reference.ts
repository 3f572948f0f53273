import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { type Answered, type OfficialRow, readKyvernoAnswer } from '../../src/engines/official/kyverno-output.ts'
import { ROOT } from '../support/built.ts'
import { type Answer, type AnswerRow, answerOf } from './answer.ts'
import { digest, type Manifest, type PolicyText, resourceId } from './corpus.ts'
import { kindsNamedBy, narrow } from './narrow.ts'

// The official CLI compiles CEL again for every resource and needs half a second to start, so policies go to it in
// groups and its answers are kept, each by what it depends on: the version, the policy and all the resources.

const ANSWERS = join(ROOT, '.cache/reference/answers')
const GROUP = 24

export interface Reference {
  readonly path: string
  readonly version: string
}

interface Asked {
  readonly policy: PolicyText
  readonly names: readonly string[]
  /** Policies of one language that look at the same kinds can be asked together. */
  readonly family: string
  readonly manifests: readonly Manifest[]
  readonly cacheFile: string
}

/** Answers in the order of the policies. `progress` is told how many are known so far. */
export function askReference(
  { path: binary, version }: Reference,
  policies: readonly PolicyText[],
  manifests: readonly Manifest[],
  progress: (known: number) => void,
): readonly Answer[] {
  const asked = policies.map((policy) => questionOf(policy, manifests, join(ANSWERS, version)))
  const work = mkdtempSync(join(tmpdir(), 'policy-gate-differential-'))
  try {
    const missing = asked.filter(({ cacheFile }) => !existsSync(cacheFile))
    let known = asked.length - missing.length
    for (const group of groupsOf(missing)) {
      askGroup(binary, group, work)
      known += group.length
      progress(known)
    }
    return asked.map(({ cacheFile }) => JSON.parse(readFileSync(cacheFile, 'utf8')) as Answer)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function questionOf(policy: PolicyText, all: readonly Manifest[], folder: string): Asked {
  const kinds = kindsNamedBy(policy)
  const manifests = narrow(all, kinds)
  const cacheFile = join(folder, `${digest(policy.text, textOf(manifests))}.json`)
  return { policy, names: namesIn(policy), family: familyOf(policy.text, kinds), manifests, cacheFile }
}

const textOf = (manifests: readonly Manifest[]): string => manifests.map(({ text }) => text).join('\n---\n')

/** A file may hold several policies. */
function namesIn({ text }: PolicyText): readonly string[] {
  return parseAllDocuments(text).map((document) => String(document.getIn(['metadata', 'name'])))
}

/** Policies are told apart in reports by name only, and whatever changes a resource stays alone. */
function groupsOf(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const groups: Asked[][] = []
  for (const one of asked) {
    const fits = groups.find(
      (group) =>
        one.family !== MUTATES &&
        group.length < GROUP &&
        group.every(({ family, names }) => family === one.family && !names.some((name) => one.names.includes(name))),
    )
    if (fits === undefined) groups.push([one])
    else fits.push(one)
  }
  return groups
}

const MUTATES = 'mutates'

function familyOf(text: string, kinds: ReadonlySet<string> | undefined): string {
  if (/^\s+mutate:|^kind: *\w*Mutating/m.test(text)) return MUTATES
  return [/^kind: *(\w+)/m.exec(text)?.[1], ...(kinds ?? ['all'])].join()
}

/** When a group does not come through, its halves are asked: one policy's failure must not hide the others' answers. */
function askGroup(binary: string, group: readonly Asked[], work: string): void {
  const outcome = apply(binary, group, work)
  if (!outcome.ok && group.length > 1) {
    const middle = Math.ceil(group.length / 2)
    for (const half of [group.slice(0, middle), group.slice(middle)]) askGroup(binary, half, work)
    return
  }
  for (const { names, cacheFile } of group) {
    const answer = outcome.ok
      ? answerOf(rowsOf(names, outcome.rows), { unjudged: outcome.unjudged, ...refusalOf(names, outcome.refused) })
      : answerOf([], { refused: outcome.message })
    keep(cacheFile, answer)
  }
}

const rowsOf = (names: readonly string[], rows: readonly AnswerRow[]): readonly AnswerRow[] =>
  rows.filter(({ policy }) => names.includes(policy))

function refusalOf(names: readonly string[], refused: Readonly<Record<string, string>>): Partial<Answer> {
  const reasons = names.flatMap((name) => refused[name] ?? [])
  return reasons.length === 0 ? {} : { refused: reasons.join('; ') }
}

function keep(file: string, answer: Answer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(answer))
  renameSync(`${file}.${process.pid}`, file)
}

type Applied =
  | {
      readonly ok: true
      readonly rows: readonly AnswerRow[]
      readonly refused: Readonly<Record<string, string>>
      readonly unjudged: Readonly<Record<string, string>>
    }
  | { readonly ok: false; readonly message: string }

function apply(binary: string, group: readonly Asked[], work: string): Applied {
  const files = group.map(({ policy }, index) => {
    const file = join(work, `policy-${index}.yaml`)
    writeFileSync(file, policy.text)
    return file
  })
  const manifests = group[0]?.manifests ?? []
  const resources = join(work, 'resources.yaml')
  writeFileSync(resources, textOf(manifests))
  const flags = ['--policy-report', '--output-format', 'json', '--continue-on-fail', '--remove-color', '-v=2']
  const { stdout, stderr, status, signal } = spawnSync(binary, ['apply', ...files, '--resource', resources, ...flags], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  if (signal !== null || status === null) return { ok: false, message: `ended with ${signal}` }
  const answer = readKyvernoAnswer({ exitCode: status, stdout, stderr })
  if (!answer.ok) return answer
  const unjudged = byResource(answer.unjudged, manifests)
  // what cannot be judged because of one policy is not judged by the rest of its group either
  if (group.length > 1 && Object.values(unjudged).some((reason) => !reason.includes('failed to map gvk'))) {
    return { ok: false, message: 'some resources were not judged' }
  }
  return { ok: true, rows: answer.rows.map(rowOf), refused: Object.fromEntries(answer.refused), unjudged }
}

function rowOf({ policy, rule, status, message, apiVersion, kind, namespace, name }: OfficialRow): AnswerRow {
  const resource = resourceId(apiVersion, kind, namespace, name)
  return { policy: policy.slice(policy.indexOf('/') + 1), rule, resource, status, message }
}

/** A resource that was not judged is named by its bare name. */
function byResource(unjudged: Answered['unjudged'], manifests: readonly Manifest[]): Readonly<Record<string, string>> {
  const found = unjudged.flatMap(({ name, reason }) =>
    manifests.filter(({ id }) => id.endsWith(`/${name}`)).map(({ id }) => [id, reason]),
  )
  return Object.fromEntries(found) as Record<string, string>
}
