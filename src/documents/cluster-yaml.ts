import { type Document, type LineCounter, type ParsedNode, parseAllDocuments, type ScalarTag, type Tags } from 'yaml'

/**
 * Reads YAML with the scalars of the cluster's own reader: those of YAML 1.1 (`yes`, `0777`), without the clock times
 * and dates that it leaves as text.
 */
export function parseYaml(text: string, lineCounter?: LineCounter): readonly Document.Parsed<ParsedNode>[] {
  const options = { version: '1.1', merge: true, customTags: withoutTimes } as const
  const documents = parseAllDocuments(text, lineCounter === undefined ? options : { ...options, lineCounter })
  return 'empty' in documents ? [] : documents
}

/** The values of all documents of a file that hold any. Throws at the first error of syntax. */
export function yamlValues(text: string): readonly unknown[] {
  return parseYaml(text)
    .map((document) => {
      const [error] = document.errors
      if (error !== undefined) throw error
      return document.toJS() as unknown
    })
    .filter((value) => value !== null && value !== undefined)
}

function withoutTimes(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || !isTime(tag as ScalarTag))
}

const isTime = ({ tag, format }: ScalarTag): boolean => format === 'TIME' || tag === 'tag:yaml.org,2002:timestamp'
