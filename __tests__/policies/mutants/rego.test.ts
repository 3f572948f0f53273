import { mutantsOfRego } from './rego.ts'

const POLICY = `# METADATA
# title: A comment is never changed, whatever [it has.
package a

import data.b.c

ports := {80, 443}

deny contains c.finding(x, msg) if {
	some x in input.xs
	not is_fine(x)
	every port in x.ports {
		port.number > 80
	}
	msg := sprintf("%s is a sentence", [x.name])
}

is_fine(x) if lower(x.owner) in {"team", "a team"}

is_fine(x) if regex.match(\`^(a|b)$\`, x.owner)
`

test('a policy in Rego gets one fault at a time, and what people read gets none', () => {
  const mutants = mutantsOfRego(POLICY)
  expect(mutants.map(({ mutator, change }) => `${mutator}: ${change.split('⟦')[1]?.replace(/⟧.* →/, ' →')}`)).toEqual([
    'value dropped: 80,  → nothing',
    'value dropped: , 443 → nothing',
    'value changed: 80 → 81',
    'value changed: 443 → 444',
    'condition dropped: not is_fine(x) → true',
    'operator turned: not → nothing',
    'condition dropped: every port in x.ports { port.number > 80 } → true',
    'operator turned: every port in x.ports { port.number > 80 } → some port in x.ports port.number > 80 ',
    'field renamed: xs → xsX',
    'field renamed: ports → portsX',
    'condition dropped: port.number > 80 → true',
    'field renamed: number → numberX',
    'operator turned: > → <=',
    'value changed: 80 → 81',
    'condition dropped: is_fine(x) if lower(x.owner) in {"team", "a team"} → nothing',
    'condition dropped: lower(x.owner) in {"team", "a team"} → true',
    'operator turned:  → not ',
    'operator turned: lower → nothing',
    'field renamed: owner → ownerX',
    'value dropped: "team",  → nothing',
    'value dropped: , "a team" → nothing',
    'value changed:  → X',
    'value changed:  → X',
    'condition dropped: is_fine(x) if regex.match(`^(a|b)$`, x.owner) → nothing',
    'condition dropped: regex.match(`^(a|b)$`, x.owner) → true',
    'operator turned:  → not ',
    'alternative dropped: a| → nothing',
    'alternative dropped: |b → nothing',
    'field renamed: owner → ownerX',
  ])
  expect(new Set(mutants.map(({ text }) => text)).size).toBe(mutants.length)
})
