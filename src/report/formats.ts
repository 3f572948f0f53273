import { github } from './annotations.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import type { Shown } from './shown.ts'
import { text } from './text.ts'

export type ReportFormat = 'text' | 'json' | 'github' | 'markdown'

export interface FormatOptions {
  /** For a terminal that shows colours, when they are wanted. */
  readonly colour?: boolean
  /** Where files of the judged commit are shown, for links. */
  readonly blobUrl?: string
}

/** Every format that a report can be asked for, by name. */
export const FORMATS: Readonly<Record<ReportFormat, (shown: Shown, options?: FormatOptions) => string>> = {
  text,
  json,
  github,
  markdown,
}
