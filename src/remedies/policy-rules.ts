import type { Document, Node, Pair, YAMLMap } from 'yaml'
import { LineIndex } from '../documents/positions.ts'
import type { ConditionKind } from '../model/advice.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { NodePath, Span } from '../model/position.ts'
import type { PolicyFile } from '../model/source.ts'
import { isRecord } from './edits.ts'

/** A rule as its policy's file has it. */
export interface PolicyRule {
  readonly kind: ConditionKind
  /** What follows the kind's own key, as a value: a pattern, conditions, expressions. */
  readonly condition: unknown
  /** The condition as it is written, and where. */
  readonly text: string
  readonly file: string
  readonly line: number
  readonly endLine: number
  /** Where the object that the rule was written for stands in the resource: a pod's template in a Deployment. */
  readonly root: NodePath
  /** Where it may stand: rules written in CEL do not say in their names that they were made for a template. */
  readonly roots: readonly NodePath[]
  /** A patch for this rule that the policy brings along, in the language of patterns. */
  readonly patch?: unknown
}

type Yaml = typeof import('yaml')

/** Where a pod stands in what makes pods. */
const TEMPLATES: Readonly<Record<string, NodePath>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
}

const KINDS: readonly (readonly [key: string, kind: ConditionKind])[] = [
  ['pattern', 'pattern'],
  ['anyPattern', 'any-pattern'],
  ['deny', 'deny'],
  ['foreach', 'for-each'],
  ['cel', 'cel'],
  ['podSecurity', 'pod-security'],
]

/** The annotation by which a policy brings a patch: a map in the language of patterns, for the rule's own kind. */
const PATCH = 'policy-gate.dev/patch'

/** Reads rules in the texts of policies. It explains them; what they mean is the engine's affair. */
export class PolicyRules {
  private readonly yaml: Yaml
  private readonly texts: ReadonlyMap<string, string>
  private readonly parsed = new Map<string, readonly Document.Parsed[]>()

  static async of(files: readonly PolicyFile[]): Promise<PolicyRules> {
    return new PolicyRules(await import('yaml'), files)
  }

  private constructor(yaml: Yaml, files: readonly PolicyFile[]) {
    this.yaml = yaml
    this.texts = new Map(files.map(({ path, text }) => [path, text]))
  }

  /** The rule of a result on a resource of some kind; undefined when it is not written as one that is known here. */
  ruleOf(policy: PolicyInfo, name: string, kind: string): PolicyRule | undefined {
    const node = this.policyNode(policy)
    if (node === undefined) return undefined
    const spec = this.mapAt(node, 'spec')
    const rules = spec?.get('rules', true) as unknown
    const isClassic = this.yaml.isSeq(rules)
    const found = isClassic ? this.classicCondition(rules.items, name) : this.expressions(spec)
    if (found === undefined) return undefined
    const patch = this.patchOf(node)
    const template = TEMPLATES[kind] ?? []
    const root = AUTOGEN.test(name) ? template : []
    const roots = isClassic || template.length === 0 ? [root] : [root, template]
    const { kind: written, condition, pairs } = found
    return {
      kind: written,
      condition,
      ...this.slice(policy.file, pairs),
      file: policy.file,
      root,
      roots,
      ...optional(patch),
    }
  }

  private policyNode({ file, name, kind }: PolicyInfo): YAMLMap | undefined {
    const objects = this.documents(file).flatMap(({ contents }) => this.objects(contents))
    return objects.find((node) => node.get('kind') === kind && this.mapAt(node, 'metadata')?.get('name') === name)
  }

  private objects(node: unknown): readonly YAMLMap[] {
    if (!this.yaml.isMap(node)) return []
    const items = node.get('items', true) as unknown
    return this.yaml.isSeq(items) ? items.items.flatMap((item) => this.objects(item)) : [node]
  }

  private documents(file: string): readonly Document.Parsed[] {
    const known = this.parsed.get(file)
    if (known !== undefined) return known
    const parsed = this.yaml.parseAllDocuments(this.texts.get(file) ?? '', { logLevel: 'silent', uniqueKeys: false })
    const documents = Array.isArray(parsed) ? (parsed as readonly Document.Parsed[]) : []
    this.parsed.set(file, documents)
    return documents
  }

  private classicCondition(rules: readonly unknown[], name: string): Written | undefined {
    const rule = rules.filter(this.yaml.isMap).find((node) => isNamed(String(node.get('name')), name))
    const validate = rule === undefined ? undefined : this.mapAt(rule, 'validate')
    for (const [key, kind] of KINDS) {
      const pair = validate?.items.find((item) => String(item.key) === key)
      if (pair !== undefined) return { kind, condition: plain(pair.value), pairs: [pair] }
    }
    return undefined
  }

  /** Rules of the policies that are written in CEL are all of one list. */
  private expressions(spec: YAMLMap | undefined): Written | undefined {
    const pairs = spec?.items.filter(({ key }) => ['variables', 'validations'].includes(String(key))) ?? []
    if (!pairs.some(({ key }) => String(key) === 'validations')) return undefined
    return { kind: 'cel', condition: pairs.map(({ value }) => plain(value)), pairs }
  }

  private slice(path: string, pairs: readonly Pair[]): Pick<PolicyRule, 'text' | 'line' | 'endLine'> {
    const file = this.texts.get(path) ?? ''
    const lines = new LineIndex(file)
    const spans = pairs.map(({ key, value }) => {
      const start = rangeOf(key)?.[0] ?? 0
      return { start, end: Math.max(rangeOf(value)?.[1] ?? start, start) }
    })
    const whole = ({ start, end }: Span) => file.slice(lines.startOf(lines.position(start).line), end)
    return {
      text: spans.map((span) => dedent(whole(span))).join('\n'),
      line: Math.min(...spans.map(({ start }) => lines.position(start).line)),
      endLine: Math.max(...spans.map(({ end }) => lines.position(Math.max(end - 1, 0)).line)),
    }
  }

  private patchOf(policy: YAMLMap): unknown {
    const metadata = this.mapAt(policy, 'metadata')
    const text = metadata === undefined ? undefined : this.mapAt(metadata, 'annotations')?.get(PATCH)
    if (typeof text !== 'string') return undefined
    const document = this.yaml.parseDocument(text, { logLevel: 'silent' })
    const patch = document.errors.length === 0 ? plain(document.contents) : undefined
    return isRecord(patch) ? patch : undefined
  }

  private mapAt(node: YAMLMap, key: string): YAMLMap | undefined {
    const value = node.get(key, true) as unknown
    return this.yaml.isMap(value) ? value : undefined
  }
}

interface Written extends Pick<PolicyRule, 'kind' | 'condition'> {
  readonly pairs: readonly Pair[]
}

const rangeOf = (node: unknown): readonly number[] | undefined =>
  (node as { range?: readonly number[] | null } | null)?.range ?? undefined

/** A condition may use anchors; a bomb of them is an error, and then there is nothing to explain. */
function plain(node: unknown): unknown {
  try {
    return (node as Node | null)?.toJSON() ?? null
  } catch {
    return null
  }
}

const optional = (patch: unknown): { readonly patch?: unknown } => (patch === undefined ? {} : { patch })

const AUTOGEN = /^autogen-(?:cronjob-)?/

/** The engine writes rules for what makes pods, and cuts their names at 63 characters. */
function isNamed(written: string, name: string): boolean {
  return written === name || (AUTOGEN.test(name) && written.startsWith(name.replace(AUTOGEN, '')))
}

/** Lines without the indentation that all of them have. */
function dedent(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const indents = lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length)
  const least = Math.min(...indents)
  return lines.map((line) => line.slice(least)).join('\n')
}
