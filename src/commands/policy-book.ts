import { policyFiles } from '../changes/policy-files.ts'
import { worldFiles } from '../changes/world-files.ts'
import { loadPolicies } from '../engines/load-policies.ts'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { suggestion } from '../inputs/nearest.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PolicyInfo } from '../model/policy.ts'
import { withParameters } from '../parameters/deliver.ts'
import { PolicyRules } from '../remedies/policy-rules.ts'
import type { Settings } from './settings.ts'
import { startEngines } from './start-engines.ts'

/** A policy, and what each rule asks for as it is written. */
export interface Explained {
  readonly policy: PolicyInfo
  readonly rules: readonly {
    readonly name: string
    readonly judged: boolean
    readonly condition?: { readonly text: string; readonly line: number }
  }[]
}

export interface PolicyBook {
  readonly policies: readonly Explained[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The policies that would judge, explained by their own texts. */
export async function policyBook({ options }: Settings, host: Host): Promise<PolicyBook> {
  const engines = startEngines({ ...options, engine: 'embedded' }, host) // nothing is judged
  try {
    const boundaries = [await host.realPath('.')]
    const changes = { source: 'arguments', files: [] } as const
    const comparison = { changes, root: host.root, boundaries, named: new Set<string>() }
    const files = await policyFiles(host, comparison, options)
    const world = await worldFiles(host, comparison, options, files.introduced)
    const asked = await withParameters(world, files.files, options.params)
    const { policies, diagnostics } = await loadPolicies(engines, files, asked)
    const rules = await PolicyRules.of(files.files)
    return { policies: policies.map((policy) => explained(policy, rules)), diagnostics }
  } finally {
    await engines.close()
  }
}

function explained(policy: PolicyInfo, texts: PolicyRules): Explained {
  const rules = policy.rules.map(({ name, judged }) => {
    const written = policy.engine === 'kyverno' ? texts.ruleOf(policy, name, '') : undefined
    const condition = written === undefined ? {} : { condition: { text: written.text, line: written.line } }
    return { name, judged, ...condition }
  })
  return { policy, rules }
}

export function policyNamed(name: string, { policies }: PolicyBook): Explained {
  const found = policies.find(({ policy }) => policy.name === name)
  if (found !== undefined) return found
  const names = policies.map(({ policy }) => policy.name)
  throw new ConfigError({
    code: 'policy.unknown',
    what: `there is no policy ${JSON.stringify(name)}`,
    where: { input: 'POLICY' },
    remedy: suggestion(name, names),
  })
}
