import { maskSecrets } from '../documents/secret-text.ts'
import type { PolicyInfo } from '../model/policy.ts'
import { visible, visibleLine } from './visible.ts'

interface Explained {
  readonly policy: PolicyInfo
  readonly rules: readonly {
    readonly name: string
    readonly judged: boolean
    readonly condition?: { readonly text: string; readonly line: number }
  }[]
}

/** A policy as a value for people and agents: what it wants and why. Everything in it is the policy's own words. */
export function explanation({ policy, rules }: Explained) {
  const { name, kind, engine, enforcement, severity, file, line, title, description, remedy } = policy
  return {
    name: shown(name),
    kind,
    engine,
    enforcement,
    severity,
    file: shown(file),
    line,
    title: shown(title ?? ''),
    why: shown(description ?? ''),
    remedy: shown(remedy ?? ''),
    rules: rules.map((rule) => ({
      name: shown(rule.name),
      judged: rule.judged,
      condition: rule.condition === undefined ? '' : maskSecrets(visible(rule.condition.text)),
      line: rule.condition?.line ?? line,
    })),
  }
}

const shown = (text: string): string => maskSecrets(visibleLine(text))
