import { PlanAddresses } from '../../src/documents/plan-addresses.ts'

const textAt = (text: string, address: string) => {
  const span = new PlanAddresses(text).of(address)
  return span === undefined ? undefined : text.slice(span.start, span.end)
}

test('the first place that names an address is found, however it is written', () => {
  const text =
    '{"x": [{"address":"a.b"}, {"address": "a.b[\\"k\\\\u003cx\\"]"}, {"address": "a.b", "module_address":"m"}]}'
  expect(new PlanAddresses(text).of('a.b')?.start).toBe(8)
  expect(textAt(text, 'a.b["k\\u003cx"]')).toBe('"address": "a.b[\\"k\\\\u003cx\\"]"')
  expect(textAt('{"address":"a[\\u003c]"}', 'a[<]')).toBe('"address":"a[\\u003c]"')
  expect(textAt(text, 'm')).toBeUndefined()
  expect(textAt(text, 'a')).toBeUndefined()
})

test('what only looks like an address is passed over', () => {
  expect(textAt('{"address": "a\\x"}', 'a\\x')).toBeUndefined()
  expect(textAt('"address": "a', 'a')).toBeUndefined()
})
