import { areVariables, assignments } from '../../src/inputs/variables.ts'

test('one word may hold several assignments, as for kyverno apply', () => {
  expect(assignments(['a=1, b=2', 'c=3'])).toEqual(['a=1', 'b=2', 'c=3'])
})

test.each([['a=1'], ['a.data.list=x y', 'b=1'], ['request.namespace=default']])('%s is a variable', (...words) => {
  expect(areVariables(words)).toBe(true)
})

// kyverno apply leaves each of these out without a word
test.each([['a'], ['=1'], ['a='], ['a=1=2'], ['a=1', 'a=2'], ['request.object.metadata.name=x'], ['']])(
  '%s is refused',
  (...words) => {
    expect(areVariables(words)).toBe(false)
  },
)
