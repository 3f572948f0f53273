import { createHash } from 'node:crypto'
import type { Answer } from '../channel.ts'
import type { HelmRequest, KustomizeRequest, Rendering, Renders } from './renderer.ts'

/**
 * Renders everything once in a run. A change of policies is judged by those of the base and by its own, and what base and change
 * have alike is rendered for both.
 */
export class RememberedRenders implements Renders {
  private readonly renders: Renders
  private readonly answers = new Map<string, Promise<Answer<Rendering>>>()

  constructor(renders: Renders) {
    this.renders = renders
  }

  /** Where values come from is asked once for each finding. */
  helm(request: HelmRequest): Promise<Answer<Rendering>> {
    if (request.targets !== undefined) return this.renders.helm(request)
    return this.once(['helm', request], () => this.renders.helm(request))
  }

  kustomize(request: KustomizeRequest): Promise<Answer<Rendering>> {
    return this.once(['kustomize', request], () => this.renders.kustomize(request))
  }

  private once(asked: unknown, render: () => Promise<Answer<Rendering>>): Promise<Answer<Rendering>> {
    const key = createHash('sha256').update(JSON.stringify(asked)).digest('base64')
    const answer = this.answers.get(key) ?? render()
    this.answers.set(key, answer)
    return answer
  }
}
