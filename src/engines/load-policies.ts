import { ConfigError } from '../errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PolicyInfo, RuleInfo } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'
import type { Judge, Loaded, World } from './engine.ts'

interface Given {
  readonly files: readonly PolicyFile[]
  /** Files that were named one by one: each has to hold a policy. */
  readonly explicit: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
}

/** What the policies may ask of the world. */
interface Asked {
  readonly world: World
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads policies. Files that turn out to hold none are named, and a gate without any rule is refused. */
export async function loadPolicies(engine: Judge, given: Given, asked: Asked): Promise<Loaded> {
  const loaded = await engine.load(given.files, asked.world)
  const all = [
    ...given.diagnostics,
    ...asked.diagnostics,
    ...loaded.diagnostics,
    ...withoutPolicy(loaded, given.explicit),
    ...loaded.policies.flatMap(rulesNotJudged),
  ]
  const rules = loaded.policies.flatMap((policy) => policy.rules).filter(({ judged }) => judged)
  if (rules.length === 0 && !all.some(({ level }) => level === 'error')) throw noRules(loaded)
  return { ...loaded, diagnostics: all }
}

/** What a rule that does not judge does instead. */
const INSTEAD: Readonly<Record<RuleInfo['kind'], string>> = {
  validate: 'validates',
  mutate: 'mutates',
  generate: 'generates',
  cleanup: 'cleans up',
  'verify-images': 'verifies images, which is an error where it matches',
}

/** Such rules count for the cluster only, and nobody shall take them for judged. */
function rulesNotJudged({ name, file, line, rules }: PolicyInfo): readonly Diagnostic[] {
  const some = rules.filter(({ judged }) => !judged)
  if (some.length === 0) return []
  const message = `${some.length} of ${rules.length} rules of ${name} are not judged here: ${whatInstead(some)}`
  return [{ level: 'note', code: 'policy.not-judged', message, file, line, blame: 'user' }]
}

function whatInstead(rules: readonly RuleInfo[]): string {
  return rules.map((rule) => `${rule.name} (${INSTEAD[rule.kind]})`).join(', ')
}

/** A folder may hold test resources beside its policies; a file that was named as a policy has to be one. */
function withoutPolicy({ policies, ignored = [] }: Loaded, explicit: ReadonlySet<string>): readonly Diagnostic[] {
  const used = new Set(policies.map(({ file }) => file))
  return ignored
    .filter(({ file }) => !used.has(file))
    .map(({ file, line, kind }) => ({
      level: explicit.has(file) ? 'error' : 'note',
      code: 'policy.not-a-policy',
      message: `${kind === '' ? 'a document without kind' : kind} is no policy of this engine`,
      file,
      line,
      remedy: 'leave it out of `policies`, or check its apiVersion and kind',
      blame: 'user',
    }))
}

function noRules({ policies }: Loaded): ConfigError {
  const found = policies
    .map(({ kind, name, rules }) => `${kind} ${name}${rules.length === 0 ? '' : `: ${whatInstead(rules)}`}`)
    .join('; ')
  return new ConfigError({
    code: 'policies.none',
    what: found === '' ? 'no policy was found in the policy files' : `no rule to judge by was found in ${found}`,
    where: { input: 'policies' },
    remedy: 'name files that hold validation policies of Kyverno; a gate without rules would pass everything',
  })
}
