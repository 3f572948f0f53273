import type { Difference } from '../parity/compare.ts'
import { visibleLine } from './visible.ts'
import { count } from './wording.ts'

export interface Parity {
  /** How many policies each layer has. */
  readonly cluster: number
  readonly here: number
  readonly differences: readonly Difference[]
}

/** What `policy-gate parity` says, for people. */
export function parityText({ cluster, here, differences }: Parity): string {
  const lines = differences.map((one) => visibleLine(told(one)))
  const sum = `${count(cluster, 'policy', 'policies')} in the cluster, ${here} here: ${count(differences.length, 'difference')}`
  return `${[...lines, sum].join('\n')}\n`
}

const PLACE = { cluster: 'in the cluster', here: 'here' } as const

function told(difference: Difference): string {
  switch (difference.kind) {
    case 'policy':
      return `only ${PLACE[difference.only]}: ${difference.policy} (${difference.enforcement})`
    case 'action':
      return `action: ${difference.policy}: ${difference.cluster} in the cluster, ${difference.here} here`
    case 'rule':
      return `rule only ${PLACE[difference.only]}: ${difference.policy}, ${difference.rule}`
    case 'text':
      return `text: ${difference.policy}${difference.rule === undefined ? '' : `, ${difference.rule}`}: ${difference.paths.join(', ')}`
    case 'parameter':
      return `parameter: ${difference.name}: ${difference.cluster ?? 'nothing'} in the cluster, ${difference.here ?? 'nothing'} here`
  }
}
