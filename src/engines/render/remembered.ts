import { createHash } from 'node:crypto'
import type { Answer } from '../channel.ts'
import type { HelmRequest, KustomizeRequest, Rendering, Renders } from './renderer.ts'

/** Characters of renderings that are kept: those of a thousand usual charts. */
const MOST = 32 * 1024 ** 2

/**
 * Renders once what is asked for again: a change of policies is judged by those of the base and by its own, and what base and
 * change have alike is rendered for both. What does not fit is rendered again, so that memory does not grow with a repository.
 */
export class RememberedRenders implements Renders {
  private readonly renders: Renders
  private readonly most: number
  private readonly answers = new Map<string, Promise<Answer<Rendering>>>()
  /** Of the answers that have come, in their order. */
  private readonly sizes = new Map<string, number>()
  private held = 0

  constructor(renders: Renders, most = MOST) {
    this.renders = renders
    this.most = most
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
    const known = this.answers.get(key)
    if (known !== undefined) return known
    const answer = render().then((rendered) => {
      this.hold(key, rendered)
      return rendered
    })
    this.answers.set(key, answer)
    return answer
  }

  /** Lets go of the oldest until there is room. */
  private hold(key: string, answer: Answer<Rendering>): void {
    const size = sizeOf(answer)
    this.sizes.set(key, size)
    this.held += size
    for (const [oldest, freed] of this.sizes) {
      if (this.held <= this.most) return
      this.held -= freed
      this.sizes.delete(oldest)
      this.answers.delete(oldest)
    }
  }
}

function sizeOf(answer: Answer<Rendering>): number {
  const documents = answer.ok ? (answer.value.documents ?? []) : []
  return documents.reduce((sum, { text }) => sum + text.length, 0)
}
