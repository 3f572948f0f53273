import { join } from 'node:path'
import type { Ran } from '../../model/ran.ts'
import type { Host } from '../host.ts'
import { runIsolated } from './isolated.ts'
import type { RendererName } from './tool.ts'

/** What no cluster takes is not worth more: as the embedded renderers have it. */
const MAX_OUTPUT = 64 * 1024 ** 2

/** Where renderers are looked for, and what one run of them may take. */
interface Wanted {
  readonly folder: string | undefined
  readonly timeoutSeconds: number
}

/** The machine's own renderers. Each is looked for when it is asked for. */
export function machineRenderers(host: Host, { folder, timeoutSeconds }: Wanted) {
  return async (name: RendererName) => {
    const { path, version, digest } = await host.installedTool(name, folder)
    const limits = { timeoutSeconds, maxOutput: MAX_OUTPUT }
    return {
      name,
      version,
      digest,
      within: <Made>(
        files: ReadonlyMap<string, string | Uint8Array>,
        use: (room: Room) => Promise<Made>,
      ): Promise<Made> => host.inFolder(files, (folder) => use(roomIn(host, folder, path, limits))),
    }
  }
}

interface Room {
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>
  put(name: string, text: string): Promise<string>
}

function roomIn(host: Host, folder: string, path: string, limits: Parameters<typeof runIsolated>[3]): Room {
  return {
    run: (args, env) => runIsolated(host, folder, [path, ...args], limits, env),
    put: async (name, text) => {
      await host.write(join(folder, name), text)
      return name
    },
  }
}
