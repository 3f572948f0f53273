import { looksLikePlan } from '../../src/changes/rego-files.ts'

/** As `jq -S` leaves a plan: the configuration, which may be long, before the version. */
const sorted = (members: object) => JSON.stringify({ configuration: { comment: 'x'.repeat(100_000) }, ...members })

test.each([
  ['a plan whose version stands far down', sorted({ format_version: '1.2', planned_values: {} }), true],
  ['with nothing but changes', `\n ${sorted({ format_version: '1.2', resource_changes: [] })}`, true],
  ['a large file with a version of its own', sorted({ format_version: '1.2', name: 'a' }), false],
  ['a large file that tells of plans', `# ${sorted({ format_version: '1.2', planned_values: {} })}`, false],
])('%s', (_, text, expected) => {
  expect(looksLikePlan(text)).toBe(expected)
})
