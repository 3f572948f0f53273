import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { ConfigError } from '../../errors.ts'
import type { Host } from '../host.ts'
import { unusable } from './problems.ts'
import { programOf } from './releases.ts'
import type { RendererName, ToolName } from './tool.ts'
import { exactVersion } from './versions.ts'

type Place = Pick<Host, 'root' | 'env' | 'run'>

/** A program that somebody put onto the machine. */
export interface Installed {
  readonly path: string
  readonly version: string
  readonly digest: string
}

/** The program in the folder that the user named. */
export async function inFolder(host: Place, name: ToolName | RendererName, folder: string): Promise<Installed> {
  const path = join(resolve(host.root, folder), programOf(name, process.platform))
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) throw notThere(name, path)
  await assertOutside(host.root, real, 'tool-path')
  return described(host, name, real)
}

/** The programs of this name on the PATH, as far as the change that is judged cannot have put them there. */
export async function onPath(host: Place, name: ToolName | RendererName): Promise<readonly Installed[]> {
  const folders = (host.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  const found: Installed[] = []
  for (const folder of new Set(folders)) {
    const path = await realpath(join(folder, programOf(name, process.platform))).catch(() => undefined)
    if (path === undefined || (await isInside(host.root, path)) || !(await lstat(path)).isFile()) continue
    found.push(await described(host, name, path))
  }
  return found
}

/** What is run, or says what may be run, must not come with the change that is judged. */
export async function assertOutside(root: string, path: string, input: string): Promise<void> {
  if (await isInside(root, path)) throw ofTheChange(path, input)
}

/** A renderer that somebody put onto the machine. There is no other way to one. */
export async function installedTool(host: Place, name: RendererName, folder: string | undefined): Promise<Installed> {
  if (folder !== undefined) return inFolder(host, name, folder)
  const [found] = await onPath(host, name)
  if (found !== undefined) return found
  throw new ConfigError({
    code: 'tool.not-found',
    what: `there is no ${name} on the PATH`,
    where: { input: 'render-engine' },
    remedy: `install ${name} in a step before the gate, name its folder by \`tool-path\`, or take \`render-engine: embedded\``,
  })
}

async function isInside(root: string, path: string): Promise<boolean> {
  const inside = relative(await realpath(root), path)
  return !isAbsolute(inside) && inside.split(sep)[0] !== '..'
}

async function described(host: Place, name: ToolName | RendererName, path: string): Promise<Installed> {
  return { path, version: await versionOf(host, name, path), digest: `sha256:${await digestOf(path)}` }
}

/** What each program is asked, and answers: `Version: 1.19.1`, `Conftest: 0.71.1`. */
const QUESTIONS: Readonly<Record<ToolName | RendererName, readonly [argument: string, answer: RegExp]>> = {
  kyverno: ['version', /^Version: *(\S+)/m],
  conftest: ['--version', /^(?:Conftest|Version): *(\S+)/m],
  helm: ['version', /Version:"(\S+)"/],
  kustomize: ['version', /^(\S+)/],
}

const TO_TELL = { timeoutSeconds: 20, maxOutput: 64 * 1024, isolated: true } as const

/** Empty where the program does not say: one that was built by hand may not know. */
async function versionOf(host: Place, name: ToolName | RendererName, path: string): Promise<string> {
  const [argument, answer] = QUESTIONS[name]
  const ended = await host.run([path, argument], '', TO_TELL)
  if (ended.kind !== 'ended') throw unusable(path, ended.kind === 'not-started' ? ended.message : 'it does not end')
  return exactVersion(answer.exec(ended.stdout.toString('utf8'))?.[1] ?? '') ?? ''
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

function notThere(name: ToolName | RendererName, path: string): ConfigError {
  return new ConfigError({
    code: 'tool.not-found',
    what: `there is no program ${path}`,
    where: { input: 'tool-path' },
    remedy: `put ${name} into the folder, or leave \`tool-path\` out to have it downloaded`,
  })
}

function ofTheChange(path: string, input: string): ConfigError {
  return new ConfigError({
    code: 'tool.in-workspace',
    what: `${path} stands in the folder that is judged`,
    where: { input },
    cause: 'a change could bring what judges it',
    remedy: 'put it elsewhere on the machine',
  })
}
