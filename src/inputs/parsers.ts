/** The readers of Conftest that ship with the gate, by the names they have there; CUE is not among them. */
export const PARSERS = [
  'codeowners',
  'cyclonedx',
  'dockerfile',
  'dotenv',
  'edn',
  'groovy',
  'hcl1',
  'hcl2',
  'hocon',
  'ignore',
  'ini',
  'json',
  'jsonc',
  'jsonnet',
  'nginx',
  'properties',
  'spdx',
  'textproto',
  'toml',
  'vcl',
  'xml',
  'yaml',
] as const

/** Whether each word is `GLOB=PARSER`. */
export function areParsers(words: readonly string[]): boolean {
  return words.every((word) => PARSERS.some((parser) => word.endsWith(`=${parser}`) && word.length > parser.length + 1))
}

/** The globs and parsers of words that `areParsers`. */
export function parserRules(words: readonly string[]): readonly { readonly glob: string; readonly parser: string }[] {
  return words.map((word) => {
    const at = word.lastIndexOf('=')
    return { glob: word.slice(0, at), parser: word.slice(at + 1) }
  })
}
