import { parseYaml } from '../documents/cluster-yaml.ts'
import { isCompiled, type PolicyInfo } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import { isLike } from '../verdict/exception-targets.ts'
import type { Target } from '../verdict/written-exception.ts'
import { isObject, textsOf } from './texts.ts'

/** What has to be known of policies before they are loaded: names, rules, files and whether there may be exceptions. What is not readable here is an error of the engine's, in its words. */
export function policyIndex(files: readonly SourceFile[]): readonly PolicyInfo[] {
  return files
    .filter(({ path }) => !isCompiled(path))
    .flatMap((file) => (file.path.endsWith('.rego') ? regoPolicies(file) : kyvernoPolicies(file)))
}

/** The files of the policies that exceptions are from: their owners may approve it. */
export function filesOf(targets: readonly Target[], policies: readonly PolicyInfo[]): readonly string[] {
  const meant = policies.filter(({ name }) => targets.some(({ policy }) => isLike(policy, name)))
  return [...new Set(meant.map(({ file }) => file))]
}

function regoPolicies({ path, text }: SourceFile): readonly PolicyInfo[] {
  const name = /^package\s+(\S+)/m.exec(text)?.[1] ?? 'main'
  return [indexed('rego', name, path, [], false)]
}

function kyvernoPolicies({ path, text }: SourceFile): readonly PolicyInfo[] {
  return values(text).flatMap((value) => {
    if (!isObject(value) || !isObject(value['metadata']) || !String(value['kind']).endsWith('Policy')) return []
    const { name, annotations } = value['metadata']
    const rules = isObject(value['spec']) && Array.isArray(value['spec']['rules']) ? value['spec']['rules'] : []
    const isFixed = textsOf(annotations)['policy-gate.dev/exemptable'] === 'false'
    const names = rules.filter(isObject).map((rule) => String(rule['name'] ?? ''))
    return [indexed('kyverno', String(name ?? ''), path, names, isFixed)]
  })
}

function values(text: string): readonly unknown[] {
  try {
    return parseYaml(text).map((document) => (document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 20 })))
  } catch {
    return []
  }
}

function indexed(
  engine: 'rego' | 'kyverno',
  name: string,
  file: string,
  rules: readonly string[],
  isFixed: boolean,
): PolicyInfo {
  return {
    id: 0,
    engine,
    kind: '',
    name,
    namespace: '',
    file,
    line: 1,
    enforcement: 'enforce',
    severity: 'medium',
    ...(isFixed ? { exemptable: false } : {}),
    rules: rules.map((rule) => ({ name: rule, kind: 'validate', judged: true })),
  }
}
