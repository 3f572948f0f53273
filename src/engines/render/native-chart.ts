import type { Ran } from '../../model/ran.ts'
import type { NativeTool, Room } from './native.ts'
import { chartFiles, helmArguments, REPOSITORIES } from './native-helm.ts'
import type { HelmRequest } from './renderer.ts'

/**
 * A chart in a folder of its own, where helm renders it with one set of values after the other. Dependencies that are not vendored
 * are fetched there once.
 */
export class NativeChart {
  readonly files: HelmRequest['files']
  private readonly room: Promise<Room>
  private readonly ended: Promise<void>
  private leave: () => void = () => {}
  private built: Promise<Ran> | undefined
  private count = 0

  constructor(helm: NativeTool, files: HelmRequest['files']) {
    this.files = files
    const left = new Promise<void>((resolve) => {
      this.leave = resolve
    })
    let enter: (room: Room) => void = () => {}
    const entered = new Promise<Room>((resolve) => {
      enter = resolve
    })
    this.ended = helm.within(chartFiles(files), (room) => {
      enter(room)
      return left
    })
    const failed = this.ended.then(() => Promise.reject(new Error('the folder of the chart is gone')))
    this.room = Promise.race([entered, failed])
    this.room.catch(() => {}) // whoever renders is told
  }

  async template(request: HelmRequest): Promise<Ran> {
    const room = await this.room
    const values: string[] = []
    for (const { text } of request.values.files) {
      if (text === undefined) return { kind: 'broken', message: 'a values file is not UTF-8' }
      values.push(await room.put(`values-${this.count++}.yaml`, text))
    }
    const args = helmArguments(request, values)
    const first = await room.run(args)
    if (first.kind === 'broken' || first.exitCode === 0 || !/missing in charts\/ directory/.test(first.stderr))
      return first
    const built = await this.build(room)
    return built.kind === 'ended' && built.exitCode === 0 ? room.run(args) : built
  }

  async close(): Promise<void> {
    this.leave()
    await this.ended.catch(() => {}) // it was told where it mattered
  }

  /** As the lock file has them, from where Chart.yaml says. */
  private build({ run }: Room): Promise<Ran> {
    this.built ??= run(['dependency', 'build', 'chart', '--repository-config', REPOSITORIES])
    return this.built
  }
}
