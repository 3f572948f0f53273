import type { Severity } from '../../src/model/policy.ts'
import { isViolation } from '../../src/verdict/level.ts'
import { markMild, namesNothing, policiesWithSeverities, withSeverities } from '../../src/verdict/severity.ts'
import { finding, policy, result } from './evidence.ts'

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

test.each([
  [{}, 'medium'],
  [{ 'require-limits': 'low' }, 'low'],
  [{ 'require-limits/check': 'high' }, 'high'],
  [{ 'require-limits': 'low', 'require-limits/check': 'high' }, 'high'],
  [{ 'require-limits/other': 'high', other: 'low' }, 'medium'],
] as [Record<string, Severity>, Severity][])('%j makes it %s', (overrides, severity) => {
  expect(withSeverities([result()], overrides)[0]?.policy.severity).toBe(severity)
})

test('names of the language are no names of policies', () => {
  const named = result({ policy: policy({ name: 'constructor' }) })
  expect(withSeverities([named], { other: 'low' })[0]?.policy.severity).toBe('medium')
})

test('the list of policies says the same of whole policies', () => {
  const listed = policiesWithSeverities([policy(), policy({ name: 'other' })], { 'require-limits': 'critical' })
  expect(listed.map(({ severity }) => severity)).toEqual(['critical', 'medium'])
})

test('a name of nothing is told, a name of a policy or rule is not', () => {
  const overrides = { 'require-limits': 'low', 'require-limits/check': 'low', 'require-limit': 'low' } as const
  expect(namesNothing([policy()], overrides)).toEqual([
    {
      level: 'warning',
      code: 'policy.severity-unused',
      message: 'the configuration gives require-limit a severity, and no policy or rule is called so',
      remedy: 'write the name of a policy, or policy/rule, as reports name it',
      blame: 'user',
    },
  ])
})

test.each(severities.flatMap((least, at) => severities.map((own, rank) => [own, least, rank <= at] as const)))(
  '%s counts where %s is the least: %p',
  (own, least, counts) => {
    const [marked] = markMild([finding({ policy: policy({ severity: own }) }, { exception: 'a/b' })], least)
    expect(marked?.marks).toEqual({ inScope: true, exception: 'a/b', ...(counts ? {} : { mild: true }) })
    const [open] = markMild([finding({ policy: policy({ severity: own }) })], least)
    expect(open !== undefined && isViolation(open, 'enforce')).toBe(counts)
  },
)
