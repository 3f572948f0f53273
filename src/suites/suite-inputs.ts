import { posix } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import type { PolicyFile, SourceFile } from '../engines/engine.ts'
import type { World } from '../engines/kyverno/wire.ts'
import { ConfigError } from '../errors.ts'
import type { Suite } from './suite-file.ts'

/** Gives the files at a path, a file or all of a folder, and fails where there is none. */
export type ReadFiles = (path: string) => Promise<readonly SourceFile[]>

/** Everything a suite names, read. */
export interface SuiteInputs {
  readonly policies: readonly PolicyFile[]
  readonly resources: readonly SourceFile[]
  readonly targets: readonly SourceFile[]
  readonly payloads: readonly (SourceFile & { readonly name: string })[]
  readonly world: World
}

export async function readSuiteInputs(suite: Suite, readFiles: ReadFiles): Promise<SuiteInputs> {
  const { content } = suite
  const readAll = (paths: readonly string[]) => readEach(suite, paths, readFiles)
  const targets = await readAll(content.targetResources)
  return {
    policies: [...(await readAll(content.policies)), ...(await readAll(content.exceptions))],
    resources: await readAll(content.resources),
    targets,
    payloads: await readPayloads(suite, readFiles),
    world: await readWorld(suite, targets, readFiles),
  }
}

async function readEach(suite: Suite, paths: readonly string[], readFiles: ReadFiles): Promise<SourceFile[]> {
  const found: SourceFile[] = []
  for (const path of new Set(paths)) found.push(...(await readFiles(posix.join(suite.folder, path))))
  return found
}

async function readPayloads(suite: Suite, readFiles: ReadFiles): Promise<SuiteInputs['payloads']> {
  const { jsonPayload, jsonPayloads } = suite.content
  const names = jsonPayloads.length > 0 ? jsonPayloads : jsonPayload === undefined ? [] : [jsonPayload]
  const payloads: (SourceFile & { name: string })[] = []
  for (const name of names.map((path) => posix.normalize(path))) {
    for (const file of await readFiles(posix.join(suite.folder, name))) payloads.push({ ...file, name })
  }
  return payloads
}

async function readWorld(suite: Suite, targets: readonly SourceFile[], readFiles: ReadFiles): Promise<World> {
  const { content } = suite
  const one = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : (await readEach(suite, [path], readFiles))[0]?.text
  const [values, userInfo, context] = [await one(content.variables), await one(content.userinfo), await one(content.context)]
  const params = await readEach(suite, content.paramResources, readFiles)
  const cluster = await readCluster(suite, readFiles)
  return {
    ...(values === undefined ? {} : { values }),
    ...(userInfo === undefined ? {} : { userInfo }),
    ...(context === undefined ? {} : { context }),
    ...(content.values === undefined ? {} : { inlineValues: content.values }),
    ...(content.apiCallResponses === undefined ? {} : { apiCallResponses: content.apiCallResponses }),
    ...(await readGlobalContext(suite, readFiles)),
    params: params.map(({ text }) => text),
    cluster: [...cluster.objects, ...targets.map(({ text }) => text)],
    crds: cluster.crds,
    complete: true,
  }
}

/** Files of kind ClusterResource hold the objects of a cluster, and name the CRDs it knows. */
async function readCluster(suite: Suite, readFiles: ReadFiles) {
  const objects: string[] = []
  const crds: string[] = []
  for (const file of await readEach(suite, suite.content.clusterResources, readFiles)) {
    const { spec } = parse(file.text) as { spec?: { crds?: string[]; resources?: unknown[] } }
    objects.push(...(spec?.resources ?? []).map((object) => JSON.stringify(object)))
    for (const crd of await readEach(suite, spec?.crds ?? [], readFiles)) crds.push(crd.text)
  }
  return { objects, crds }
}

async function readGlobalContext(suite: Suite, readFiles: ReadFiles): Promise<Pick<World, 'globalContextEntries'>> {
  const { globalContextEntries } = suite.content
  if (globalContextEntries === undefined) return {}
  const entries: unknown[] = []
  for (const { resourceFiles, ...entry } of globalContextEntries) {
    const files = await readEach(suite, resourceFiles, readFiles)
    const resources = files.flatMap(({ text }) => parseAllDocuments(text).map((document) => document.toJS() as unknown))
    entries.push(files.length === 0 ? entry : { ...entry, resources })
  }
  return { globalContextEntries: entries }
}

/** A path that a suite names and nothing stands at: the suite would test less than it says. */
export function missingPath(suite: string, path: string): ConfigError {
  return new ConfigError({
    code: 'suite.missing-file',
    what: `the test suite names ${path}, which does not exist`,
    where: { file: suite },
    remedy: 'correct the path; it is relative to the folder of the suite',
  })
}
