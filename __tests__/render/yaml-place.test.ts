import { placeInYaml } from '../../src/render/yaml-place.ts'

// Where the value of a path is written in a values file, as Helm reads it.

const lineOf = (text: string) => {
  const place = placeInYaml('values.yaml', text, ['net', 'host'])
  return place === undefined ? undefined : `${place.line}:${place.column} ${place.precision}`
}

test.each([
  ['as it is written', 'a: 1\nnet:\n  host: true\n', '3:9 exact'],
  ['where the mapping is an alias', 'a: &a\n  host: true\nnet: *a\n', '2:9 exact'],
  ['where the value is an alias', 'a: &a true\nnet: {host: *a}\n', '1:7 exact'],
  ['where it is merged in', 'a: &a {host: true}\nnet:\n  <<: *a\n', '1:14 exact'],
  ['where the first of several has it', 'a: &a {x: 1}\nb: &b {host: true}\nnet: {<<: [*a, *b]}\n', '2:14 exact'],
  ['where what is merged in is overruled', 'a: &a {host: true}\nnet:\n  <<: *a\n  host: false\n', '4:9 exact'],
  ['where the key is written twice', 'net: {host: false}\nnet:\n  host: true\n', '3:9 exact'],
  ['where only a later document has it, which Helm does not read', 'a: 1\n---\nnet: {host: true}\n', undefined],
  ['where it is not written', 'net: {port: 1}\n', undefined],
])('finds a value %s', (_, text, expected) => {
  expect(lineOf(text)).toBe(expected)
})
