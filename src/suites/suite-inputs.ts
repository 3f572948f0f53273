import { posix } from 'node:path'
import { yamlValues } from '../documents/cluster-yaml.ts'
import { ConfigError } from '../errors.ts'
import type { PolicyFile, SourceFile } from '../model/source.ts'
import type { World } from '../model/world.ts'
import type { Suite } from './suite-file.ts'
import type { SuiteFiles } from './suite-files.ts'

/** Everything a suite names, read. */
export interface SuiteInputs {
  readonly policies: readonly PolicyFile[]
  readonly resources: readonly SourceFile[]
  readonly targets: readonly SourceFile[]
  readonly payloads: readonly (SourceFile & { readonly name: string })[]
  readonly world: World
}

export async function readSuiteInputs(suite: Suite, files: SuiteFiles): Promise<SuiteInputs> {
  const reader = new Reader(suite, files)
  const { content } = suite
  refusePayloadsOfServers(suite)
  const targets = await reader.all(content.targetResources)
  const resources = await reader.all(content.resources)
  return {
    policies: [...(await reader.all(content.policies)), ...(await reader.all(content.exceptions))],
    resources,
    targets,
    payloads: await reader.payloads(),
    world: await reader.world(resources, targets),
  }
}

/** Authorization requests of an HTTP server or of Envoy are judged by a server, not at admission. */
function refusePayloadsOfServers({ file, content }: Suite): void {
  const [key] = (['httpPayloads', 'envoyPayloads'] as const).filter((name) => content[name].length > 0)
  if (key === undefined) return
  throw new ConfigError({
    code: 'suite.unsupported',
    what: `${key} are requests to an authorization server, which is not what this engine judges`,
    where: { file },
    remedy: 'run this suite with `kyverno test`',
  })
}

class Reader {
  private readonly suite: Suite
  private readonly files: SuiteFiles

  constructor(suite: Suite, files: SuiteFiles) {
    this.suite = suite
    this.files = files
  }

  async all(paths: readonly string[]): Promise<SourceFile[]> {
    const found = await Promise.all([...new Set(paths)].map((path) => this.files.at(this.suite, path)))
    return found.flat()
  }

  async payloads(): Promise<SuiteInputs['payloads']> {
    const { jsonPayload, jsonPayloads } = this.suite.content
    const given = jsonPayloads.length > 0 || jsonPayload === undefined ? jsonPayloads : [jsonPayload]
    const names = new Set(given.map((path) => posix.normalize(path)))
    const payloads: (SourceFile & { name: string })[] = []
    for (const name of names) for (const file of await this.all([name])) payloads.push({ ...file, name })
    return payloads
  }

  async world(resources: readonly SourceFile[], targets: readonly SourceFile[]): Promise<World> {
    const { content } = this.suite
    const texts = (files: readonly SourceFile[]) => files.map(({ text }) => text)
    const params = texts(await this.all(content.paramResources))
    const cluster = await this.cluster()
    // A suite that describes a cluster has its resources in it as well; any other has only the targets of mutation.
    const known = cluster === undefined ? [] : [...texts(resources), ...params, ...cluster.objects]
    return {
      ...(await this.named()),
      ...(content.values === undefined ? {} : { inlineValues: content.values }),
      ...(content.apiCallResponses === undefined ? {} : { apiCallResponses: content.apiCallResponses }),
      ...(await this.globalContext()),
      params,
      cluster: [...known, ...texts(targets)],
      crds: cluster?.crds ?? [],
      complete: true,
    }
  }

  private async named(): Promise<Pick<World, 'values' | 'userInfo' | 'context'>> {
    const { variables, userinfo, context } = this.suite.content
    const named = { values: variables, userInfo: userinfo, context }
    const read: Record<string, SourceFile> = {}
    for (const [key, path] of Object.entries(named)) {
      const [file] = path === undefined ? [] : await this.all([path])
      if (file !== undefined) read[key] = file
    }
    return read
  }

  /** Files of kind ClusterResource hold the objects of a cluster, and name the CRDs it knows. */
  private async cluster(): Promise<{ readonly objects: string[]; readonly crds: string[] } | undefined> {
    const { clusterResources } = this.suite.content
    if (clusterResources.length === 0) return undefined
    const objects: string[] = []
    const crds: string[] = []
    for (const file of await this.all(clusterResources)) {
      const { spec } = (valuesOf(file)[0] ?? {}) as { spec?: { crds?: string[]; resources?: unknown[] } }
      objects.push(...(spec?.resources ?? []).map((object) => JSON.stringify(object)))
      crds.push(...(await this.all(spec?.crds ?? [])).map(({ text }) => text))
    }
    return { objects, crds }
  }

  private async globalContext(): Promise<Pick<World, 'globalContextEntries'>> {
    const { globalContextEntries } = this.suite.content
    if (globalContextEntries.length === 0) return {}
    const entries: unknown[] = []
    for (const { resourceFiles, ...entry } of globalContextEntries) {
      const files = await this.all(resourceFiles ?? [])
      const resources = files.flatMap((file) => valuesOf(file))
      entries.push(files.length === 0 ? entry : { ...entry, resources })
    }
    return { globalContextEntries: entries }
  }
}

/** The documents of a file that a suite names. */
export function valuesOf({ path, text }: SourceFile): readonly unknown[] {
  try {
    return yamlValues(text)
  } catch (error) {
    throw new ConfigError({
      code: 'suite.unparsable',
      what: `the file cannot be read: ${(error as Error).message.split('\n', 1)[0]}`,
      where: { file: path },
      remedy: 'correct the YAML',
    })
  }
}
