import type { Approver } from '../approvals/approver.ts'
import type { Comparison } from '../changes/comparison.ts'
import { type PolicyFiles, policyFiles } from '../changes/policy-files.ts'
import { commitTree } from '../changes/trusted-tree.ts'
import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import type { ExceptionRules } from '../verdict/written-exception.ts'
import { annotated, mayBeExempt } from './annotations.ts'
import { configured } from './configured.ts'
import { filesOf, policyIndex } from './policy-index.ts'
import { prepareExceptions } from './prepare.ts'
import type { StandingException } from './standing.ts'
import { Descriptions } from './texts.ts'

/** Settings and the file that they are written in. */
export interface Setting {
  readonly options: Options
  readonly file?: SourceFile | undefined
}

/** What decides about which law there is. */
export interface Parties {
  readonly comparison: Comparison
  readonly trusted: Setting
  /** The settings that the change would have, where it alters them, or what is wrong with them. */
  readonly proposed?: Setting | ConfigError | undefined
  readonly approver: Approver
  /** The change touches what judges. */
  readonly isChanged: boolean
}

/** Whose law: the base's; the change's own, once owners have approved all of it; or the change's as if it were merged. */
export type Whose = 'base' | 'approved' | 'merged'

/** By what a change is judged. */
export interface Law {
  readonly options: Options
  /** The file that the options are written in, where there is one. */
  readonly configuration: SourceFile | undefined
  /** Where policies and their data are read. */
  readonly ground: Comparison
  /** Without the exceptions that do not count. */
  readonly files: PolicyFiles
  readonly rules: ExceptionRules
  /** All exceptions, those that the judged resources ask for among them. */
  exceptions(sources: readonly SourceFile[]): Promise<readonly StandingException[]>
}

/** Finds the policies, the settings and the exceptions that count. */
export async function lawOf(host: Host, given: Parties, whose: Whose): Promise<Law> {
  const { comparison, trusted, isChanged } = given
  const isHead = whose !== 'base'
  const proposed = usable(given, isHead)
  const parties = { ...given, proposed }
  const setting = isHead ? (proposed ?? trusted) : trusted
  const ground = isHead ? asTrusted(comparison) : comparison
  const base = await policyFiles(host, comparison, trusted.options)
  const head = isChanged && !base.introduced ? await headFiles(host, parties, isHead) : undefined
  const own = isHead && head !== undefined ? head : base
  let policies: readonly PolicyInfo[] | undefined
  const settle = async (written: StandingException): Promise<StandingException> => {
    if (!written.isNew || whose === 'merged') return { ...written, isNew: false }
    policies ??= policyIndex([...base.files, ...(head?.files ?? [])])
    const approval = await parties.approver.approve(filesOf(written.targets, policies))
    return approval === undefined ? written : { ...written, approval }
  }
  const rules = rulesOf(setting.options, host.now())
  // the first policies of a repository are the change's own, and so are the exceptions among them
  const sets = base.introduced
    ? { base: [], head: base.files, isHead: true }
    : { base: base.files, head: head?.files, isHead: own === head }
  const prepared = await prepareExceptions(sets, settle, rules)
  return {
    options: setting.options,
    configuration: setting.file,
    ground,
    files: { ...own, files: prepared.files },
    rules,
    async exceptions(sources) {
      const found = [...prepared.written, ...(await elsewhere(host, parties, setting, sources))]
      return Promise.all(found.map((one) => (one.approval === undefined ? settle(one) : one)))
    },
  }
}

/** With settings of the change that cannot be used nothing is judged by the change: what an owner approved is not what was before. */
function usable({ proposed }: Parties, isHead: boolean): Setting | undefined {
  if (!(proposed instanceof ConfigError)) return proposed
  if (isHead) throw proposed
  return undefined
}

/** A change's own settings, as far as they can be used. */
interface UsableParties extends Parties {
  readonly proposed?: Setting | undefined
}

/** The change's own commit in the place of the base. */
function asTrusted(comparison: Comparison): Comparison {
  const { trusted } = comparison
  return trusted === undefined ? comparison : { ...comparison, trusted: { base: trusted.head, head: trusted.head } }
}

/** What the change makes of the policies. As long as they do not judge, that they cannot be used is no error. */
async function headFiles(host: Host, parties: UsableParties, isHead: boolean): Promise<PolicyFiles | undefined> {
  const { options } = parties.proposed ?? parties.trusted
  const reading = policyFiles(host, asTrusted(parties.comparison), options)
  return isHead ? reading : reading.catch(() => undefined)
}

function rulesOf({ 'exception-rules': rules }: Options, now: Date): ExceptionRules {
  return {
    minJustification: rules['min-justification'],
    maxDays: rules['max-days'],
    allowBroad: rules['allow-broad'],
    today: now.toISOString().slice(0, 10),
  }
}

/** Exceptions that do not stand among the policies: in the configuration, and on the resources. */
async function elsewhere(
  host: Host,
  { comparison, trusted, proposed }: UsableParties,
  setting: Setting,
  sources: readonly SourceFile[],
): Promise<readonly StandingException[]> {
  const exempt = [...new Set(sources.filter(({ text }) => mayBeExempt(text)).map(({ path }) => path))]
  const entries = [trusted, ...(proposed === undefined ? [] : [proposed])].flatMap(({ options }) => options.exceptions)
  const wanted = entries.some(({ resource }) => resource?.labels !== undefined)
    ? sources.map(({ path }) => path)
    : exempt
  const head = new Descriptions(new Map(sources.map(({ path, text }) => [path, text])))
  const base = comparison.trusted === undefined ? undefined : await baseOf(host, comparison, wanted)
  const labelled = { head, base }
  const known = trusted.options.exceptions
  return [
    ...configured(setting, labelled, known),
    ...(proposed === undefined || setting === proposed ? [] : configured(proposed, labelled, known, true)),
    ...annotated(exempt, head, base),
  ]
}

/** Files as the base has them, under the names that they have now. */
async function baseOf(host: Host, { changes, trusted }: Comparison, paths: readonly string[]): Promise<Descriptions> {
  const tree = await commitTree(new Git(host), trusted?.base ?? '')
  const before = new Map(changes.files.map(({ path, previousPath }) => [path, previousPath ?? path]))
  const texts = new Map<string, string>()
  for (const path of paths) {
    const old = before.get(path) ?? path
    if (!(await tree.find(old)).includes(old)) continue
    const [file] = await tree.read([old], MAX_FILE)
    if (file?.kind === 'text') texts.set(path, file.text)
  }
  return new Descriptions(texts)
}

const MAX_FILE = 512 * 1024 * 1024
