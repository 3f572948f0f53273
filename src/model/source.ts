/** A file as text, known to be UTF-8 and within the size limit. Its path is relative to the root of the run. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A policy file as it stands in the trusted tree. One that was compiled is no text: its bytes are here as base64. */
export type PolicyFile = SourceFile
