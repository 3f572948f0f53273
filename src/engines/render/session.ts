import type { EngineVersion } from '../../model/verdict.ts'
import { NativeRenderer, type NativeTools } from './native.ts'
import { RememberedRenders } from './remembered.ts'
import { Renderer, type Renders } from './renderer.ts'

/** The renderers of a run, started by the first chart or kustomization. */
export class RenderSession {
  private readonly timeout: number
  private readonly native: NativeRenderer | undefined
  private running: Renderer | undefined
  private remembered: Renders | undefined

  /** With native tools, these render, and the embedded renderer only tells where things come from. */
  constructor(timeout: number, tools?: NativeTools) {
    this.timeout = timeout
    this.native = tools === undefined ? undefined : new NativeRenderer(tools, () => this.embedded())
  }

  readonly start = (): Renders => {
    this.remembered ??= new RememberedRenders(this.native ?? this.embedded())
    return this.remembered
  }

  versions(): Readonly<Record<string, EngineVersion>> {
    if (this.native !== undefined) return this.native.versions()
    return this.running === undefined ? {} : { helm: this.running.version }
  }

  async close(): Promise<void> {
    await this.native?.close()
    await this.running?.close()
  }

  private embedded(): Renderer {
    this.running ??= new Renderer({ callTimeoutSeconds: this.timeout })
    return this.running
  }
}
