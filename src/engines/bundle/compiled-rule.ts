import type { PolicyInfo } from '../../model/policy.ts'
import { policyOfRule } from '../rego/rego-policy.ts'
import type { EntryPoint } from './wire.ts'

/** An entry point that judges by Conftest's names, as a rule of its package. */
export interface CompiledRule {
  readonly entryPoint: string
  readonly warns: boolean
  readonly policy: PolicyInfo
  /** What an exception calls the rule: its name without `deny_`, `violation_` or `warn_`. */
  readonly suffix: string
  /** The entry point that gives the package's exceptions, if it was compiled. */
  readonly exceptions?: string
}

const JUDGES = /^(deny|violation|warn)(?:_([a-zA-Z0-9]+(?:_[a-zA-Z0-9]+)*))?$/

/** The rules among a bundle's entry points; undefined members of their METADATA are left to defaults. */
export function compiledRules(
  entryPoints: readonly EntryPoint[],
  file: string,
  firstId: number,
): readonly CompiledRule[] {
  const names = new Set(entryPoints.map(({ name }) => name))
  const rules: CompiledRule[] = []
  for (const entry of entryPoints) {
    const { folder, last } = split(entry.name)
    const [, kind, suffix = ''] = JUDGES.exec(last) ?? []
    if (kind === undefined || folder === '') continue
    const exceptions = `${folder}/exception`
    rules.push({
      entryPoint: entry.name,
      warns: kind === 'warn',
      suffix,
      policy: policyOf(entry, { folder, last, kind: kind as Kind }, file, firstId + rules.length),
      ...(names.has(exceptions) ? { exceptions } : {}),
    })
  }
  return rules
}

/** Entry points that say nothing about a document: `allow`, a whole package. */
export function notJudging(entryPoints: readonly EntryPoint[]): readonly string[] {
  return entryPoints
    .map(({ name }) => name)
    .filter((name) => {
      const { last } = split(name)
      return !JUDGES.test(last) && last !== 'exception'
    })
}

type Kind = 'deny' | 'violation' | 'warn'

function policyOf(
  { title, description, custom }: EntryPoint,
  { folder, last, kind }: { readonly folder: string; readonly last: string; readonly kind: Kind },
  file: string,
  id: number,
): PolicyInfo {
  const text = (key: string) => {
    const value = custom?.[key]
    return typeof value === 'string' ? { [key]: value } : {}
  }
  const rule = {
    id,
    namespace: folder.replaceAll('/', '.'),
    name: last,
    kind,
    file,
    line: 1,
    ...(custom === undefined ? {} : { custom }),
  }
  return policyOfRule(
    {
      ...rule,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...text('severity'),
      ...text('remedy'),
      ...text('category'),
    },
    id,
  )
}

function split(entryPoint: string): { readonly folder: string; readonly last: string } {
  const at = entryPoint.lastIndexOf('/')
  return { folder: entryPoint.slice(0, Math.max(at, 0)), last: entryPoint.slice(at + 1) }
}
