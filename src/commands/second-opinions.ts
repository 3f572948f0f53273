import { join } from 'node:path'
import { OfficialConftest } from '../engines/official/official-conftest.ts'
import { OfficialKyverno } from '../engines/official/official-kyverno.ts'
import type { Program, Question } from '../engines/official/program.ts'
import type { SecondOpinion } from '../engines/official/second-opinion.ts'
import type { Host } from '../host/host.ts'
import { regoLibrary } from '../host/packs-folder.ts'
import { runIsolated } from '../host/tools/isolated.ts'
import type { Tool, ToolName } from '../host/tools/tool.ts'
import type { Options } from '../inputs/options.ts'
import type { EngineName } from '../model/policy.ts'
import type { Ran } from '../model/ran.ts'

/** The official program of a language, found or downloaded. */
export async function secondOpinion(name: EngineName, options: Options, host: Host): Promise<SecondOpinion> {
  if (name === 'kyverno') return new OfficialKyverno(await programOf('kyverno', options, host))
  const { namespaces, combine } = options
  const library = await libraryOf(host)
  return new OfficialConftest(await programOf('conftest', options, host), { namespaces, combine, library })
}

const MAX_LIBRARY = 1024 ** 2

async function libraryOf(host: Host): Promise<readonly string[]> {
  const folder = regoLibrary()
  const names = (await host.list(folder)).map(({ name }) => name).filter((name) => name.endsWith('.rego'))
  const modules = await Promise.all(names.map((name) => host.read(join(folder, name), MAX_LIBRARY)))
  return modules.map((text) => text.toString('utf8'))
}

async function programOf(name: ToolName, options: Options, host: Host): Promise<Program> {
  const tool = await host.obtainTool({
    name,
    version: options[`${name}-version`],
    checksum: options[`${name}-checksum`],
    folder: options['tool-path'],
    mirror: options['tool-mirror'],
    trustRoot: options['tool-trust-root'],
    patience: options.timeout,
  })
  return { ...tool, run: (question) => ask(host, tool, question, options.timeout), close: () => tool.dispose() }
}

/** Rows of a large repository by many rules, and a log line for some of them. */
const LIMITS = { maxOutput: 512 * 1024 ** 2, maxLastWords: 16 * 1024 ** 2 }

/** A program starts and reads its policies in the time of this many documents. */
const TO_START = 3

/** In a folder of its own. */
function ask(host: Host, tool: Tool, { args, files, documents }: Question, timeout: number): Promise<Ran> {
  const limits = { ...LIMITS, timeoutSeconds: timeout * (documents + TO_START) }
  return host.inFolder(files, (folder) => runIsolated(host, folder, [tool.path, ...args], limits))
}
