import { type Configuration, findConfiguration } from '../changes/configuration.ts'
import type { Scope } from '../changes/scope.ts'
import type { Host } from '../host/host.ts'
import { readConfigFile } from '../inputs/config-file.ts'
import { type Given, type Options, parseOptions } from '../inputs/options.ts'

export interface Settings {
  readonly options: Options
  readonly configuration: Configuration
}

/** The settings of a run: those of the trusted configuration, and before them what was given. */
export async function settingsOf(host: Host, scope: Scope, { raw, source, config }: Given): Promise<Settings> {
  parseOptions(raw, source) // what is wrong with it is told without waiting for git
  const configuration = await findConfiguration(host, scope, config)
  if (configuration.file === undefined) return { options: parseOptions(raw, source), configuration }
  const file = await readConfigFile(configuration.file.path, configuration.file.text)
  parseOptions(file.raw, file.source)
  return { options: parseOptions({ ...file.raw, ...raw }, source), configuration }
}
