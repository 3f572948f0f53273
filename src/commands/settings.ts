import { type Configuration, findConfiguration, proposedConfiguration } from '../changes/configuration.ts'
import type { Scope } from '../changes/scope.ts'
import { ConfigError } from '../errors.ts'
import type { Setting } from '../exceptions/law.ts'
import type { Host } from '../host/host.ts'
import { readConfigFile } from '../inputs/config-file.ts'
import { type Given, type Options, parseOptions } from '../inputs/options.ts'
import type { SourceFile } from '../model/source.ts'

export interface Settings {
  readonly options: Options
  readonly configuration: Configuration
  /** What they would be with the change's own configuration, or what is wrong with that one. */
  readonly proposed?: Setting | ConfigError | undefined
}

/** The settings of a run: those of the trusted configuration, and before them what was given. */
export async function settingsOf(host: Host, scope: Scope, given: Given): Promise<Settings> {
  const { raw, source, config } = given
  parseOptions(raw, source) // what is wrong with it is told without waiting for git
  const configuration = await findConfiguration(host, scope, config)
  const options = await optionsIn(configuration.file, given)
  return { options, configuration, proposed: await proposedSetting(host, scope, given, configuration) }
}

async function optionsIn(file: SourceFile | undefined, { raw, source }: Given): Promise<Options> {
  if (file === undefined) return parseOptions(raw, source)
  const read = await readConfigFile(file.path, file.text)
  parseOptions(read.raw, read.source)
  return parseOptions({ ...read.raw, ...raw }, source)
}

/** What is wrong with the change's own configuration matters where it is to count, or is tried. */
async function proposedSetting(
  host: Host,
  scope: Scope,
  given: Given,
  configuration: Configuration,
): Promise<Setting | ConfigError | undefined> {
  try {
    const found = await proposedConfiguration(host, scope, configuration)
    if (found === undefined) return undefined
    const file = found === 'none' ? undefined : found
    return { options: await optionsIn(file, given), file }
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}
