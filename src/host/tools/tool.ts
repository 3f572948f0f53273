/** The programs whose answers ours are: what `engine: official` runs. */
export type ToolName = 'kyverno' | 'conftest'

/** The programs whose renderings ours are: what `render-engine: native` runs. They are never downloaded. */
export type RendererName = 'helm' | 'kustomize'

/** Which program is wanted, and where it may come from. */
export interface WantedTool {
  readonly name: ToolName
  /** Exact, or a range. The version that is embedded by default. */
  readonly version?: string | undefined
  /** Sha256 of the release's file of checksums, in hexadecimal. */
  readonly checksum?: string | undefined
  /** A folder that holds the program. Nothing is looked for elsewhere then. */
  readonly folder?: string | undefined
  /** What stands in place of https://github.com in the addresses of releases. */
  readonly mirror?: string | undefined
  /** A file with the keys of a Sigstore of one's own, as `cosign trusted-root` writes it. */
  readonly trustRoot?: string | undefined
  /** Seconds without a byte after which a download is given up. */
  readonly patience: number
}

/** A program that may be run. */
export interface Tool {
  readonly name: ToolName
  readonly path: string
  /** Empty where the program does not say. */
  readonly version: string
  /** `sha256:…` of the program itself. */
  readonly digest: string
  /** Where it came from, for people. */
  readonly origin: string
  dispose(): Promise<void>
}
