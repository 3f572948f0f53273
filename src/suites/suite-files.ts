import { extname, isAbsolute, join } from 'node:path'
import { walk } from '../changes/walk.ts'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { readTextFile } from '../host/text-file.ts'
import type { SourceFile } from '../model/source.ts'

/** What a folder that a suite names is searched for. */
const READABLE = new Set(['.yaml', '.yml', '.json'])

const REGO_OR_DATA = /(?:\.rego|(?:^|\/)data\.(?:json|ya?ml))$/

/** Reads what suites name, inside of `boundaries` (real paths) and up to `limit` bytes a file. */
export class SuiteFiles {
  private readonly host: Host
  private readonly boundaries: readonly string[]
  private readonly limit: number

  constructor(host: Host, boundaries: readonly string[], limit: number) {
    this.host = host
    this.boundaries = boundaries
    this.limit = limit
  }

  async read(path: string): Promise<SourceFile> {
    const file = await readTextFile(this.host, path, this.boundaries, this.limit)
    if (file.kind === 'text') return { path, text: file.text }
    throw new ConfigError({
      code: file.kind === 'refused' ? file.diagnostic.code : 'suite.folder',
      what: file.kind === 'refused' ? file.diagnostic.message : `${path} is a folder`,
      where: { file: path },
      remedy: (file.kind === 'refused' ? file.diagnostic.remedy : undefined) ?? 'name a file',
    })
  }

  /** The files at a path as `suite` writes it: a file, or all that can be read in a folder. */
  async at(suite: { readonly file: string; readonly folder: string }, path: string): Promise<readonly SourceFile[]> {
    if (/^https?:\/\//.test(path)) throw onNetwork(suite.file, path)
    const place = isAbsolute(path) ? path : join(suite.folder, path)
    const real = await this.host.realPath(place).catch(() => undefined)
    if (real === undefined) throw missing(suite.file, path)
    const isFolder = (await this.host.inspect(real))?.kind === 'folder'
    return Promise.all((isFolder ? await this.below(suite.file, place) : [place]).map((file) => this.read(file)))
  }

  /** What `opa test FOLDER` would load: Rego files, and data files by the names they have in bundles. */
  async rego(folder: string): Promise<readonly SourceFile[]> {
    const files = await walk(this.host, folder, this.boundaries)
    return Promise.all(files.filter((file) => REGO_OR_DATA.test(file)).map((file) => this.read(file)))
  }

  private async below(suite: string, folder: string): Promise<readonly string[]> {
    const files = await walk(this.host, folder, this.boundaries)
    const readable = files.filter((file) => READABLE.has(extname(file)))
    if (readable.length === 0) throw missing(suite, `a YAML or JSON file in ${folder}`)
    return readable
  }
}

function missing(suite: string, path: string): ConfigError {
  return new ConfigError({
    code: 'suite.missing-file',
    what: `the test suite names ${path}, which does not exist`,
    where: { file: suite },
    remedy: 'correct the path; it is relative to the folder of the suite',
  })
}

function onNetwork(suite: string, path: string): ConfigError {
  return new ConfigError({
    code: 'suite.network',
    what: `the test suite names ${path}, and nothing is fetched from the network`,
    where: { file: suite },
    remedy: 'keep a copy of the file beside the suite',
  })
}
