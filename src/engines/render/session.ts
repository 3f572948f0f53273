import type { EngineVersion } from '../../model/verdict.ts'
import { Renderer } from './renderer.ts'

/** The renderer of a run, started by the first chart or kustomization. */
export class RenderSession {
  private readonly timeout: number
  private running: Renderer | undefined

  constructor(timeout: number) {
    this.timeout = timeout
  }

  readonly start = (): Renderer => {
    this.running ??= new Renderer({ callTimeoutSeconds: this.timeout })
    return this.running
  }

  versions(): Readonly<Record<string, EngineVersion>> {
    return this.running === undefined ? {} : { helm: this.running.version }
  }

  async close(): Promise<void> {
    await this.running?.close()
  }
}
