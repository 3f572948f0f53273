import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A module of others that an engine is made of. */
export interface Upstream {
  readonly name: string
  readonly engine: string
  readonly module: string
  /** Files that name the version beside go.mod, each with a pattern whose group is the version without its `v`. */
  readonly alsoIn: readonly { readonly file: string; readonly pattern: RegExp }[]
}

export const UPSTREAMS: readonly Upstream[] = [
  {
    name: 'kyverno',
    engine: 'kyverno',
    module: 'github.com/kyverno/kyverno',
    alsoIn: [
      { file: 'src/host/tools/releases.ts', pattern: /repository: 'kyverno\/kyverno',[\s\S]*?version: '([^']+)'/ },
    ],
  },
  {
    name: 'conftest',
    engine: 'rego',
    module: 'github.com/open-policy-agent/conftest',
    alsoIn: [
      {
        file: 'src/host/tools/releases.ts',
        pattern: /repository: 'open-policy-agent\/conftest',[\s\S]*?version: '([^']+)'/,
      },
      { file: 'engine/rego/driver/driver.go', pattern: /ConftestVersion = "([^"]+)"/ },
    ],
  },
  { name: 'opa', engine: 'rego', module: 'github.com/open-policy-agent/opa', alsoIn: [] },
  { name: 'helm', engine: 'render', module: 'helm.sh/helm/v3', alsoIn: [] },
  { name: 'kustomize', engine: 'render', module: 'sigs.k8s.io/kustomize/api', alsoIn: [] },
]

/** The version that an engine requires, with its `v`. */
export function requiredIn(root: string, { engine, module }: Upstream): string {
  const text = readFileSync(join(root, 'engine', engine, 'go.mod'), 'utf8')
  const version = new RegExp(`^\\s*(?:require )?${module.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(text)?.[1]
  if (version === undefined) throw new Error(`engine/${engine}/go.mod does not require ${module}`)
  return version
}

/** Text with another version where the pattern's group stands. */
export function withVersion(text: string, pattern: RegExp, version: string): string {
  const found = new RegExp(pattern.source, `${pattern.flags}d`).exec(text)
  const [start, end] = found?.indices?.[1] ?? []
  if (start === undefined || end === undefined) throw new Error(`${pattern} is not there`)
  return text.slice(0, start) + version + text.slice(end)
}
