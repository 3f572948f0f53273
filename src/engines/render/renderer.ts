import type { EngineVersion } from '../../model/verdict.ts'
import { type Answer, Channel } from '../channel.ts'
import { type SandboxOptions, startReleased } from '../sandbox/released.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** `binary` is base64, for what is no UTF-8. Paths are relative, with `/`. */
export interface RenderFile {
  readonly path: string
  readonly text?: string
  readonly binary?: string
}

export const contentOf = ({ text, binary }: RenderFile): string | Uint8Array =>
  text ?? Buffer.from(binary ?? '', 'base64')

/** A node of a rendered object: the document's index in its rendering, and the path in it. */
export interface Target {
  readonly document: number
  readonly path: readonly (string | number)[]
}

export interface HelmRequest {
  readonly files: readonly RenderFile[]
  /** Files in the order of `-f`, the strongest last; assignments as `--set-json` takes them, NAME=JSON. */
  readonly values: { readonly files: readonly RenderFile[]; readonly set: readonly string[] }
  readonly release: string
  readonly namespace: string
  /** As `--kube-version` takes it; default what this version of Helm says. */
  readonly kubeVersion?: string
  /** In addition to those of Helm, as `--api-versions`. */
  readonly apiVersions?: readonly string[]
  /** Nodes whose deciding value is wanted. */
  readonly targets?: readonly Target[]
}

export interface KustomizeRequest {
  readonly files: readonly RenderFile[]
  readonly folder: string
}

export interface RenderedDocument {
  /** `CHART/templates/x.yaml` as Helm names it, or the file a kustomization's object comes from; empty when not known. */
  readonly source: string
  readonly text: string
  /** What a kustomization's object went through, in order. `kind` is that of the transformer, such as `ImageTagTransformer`. */
  readonly transformers?: readonly Transformer[]
}

/** `file` is the kustomization that has the transformer in a field of its own, or the file that configures it. */
export interface Transformer {
  readonly file: string
  readonly kind: string
}

/** The value that decides a node: its path in the values, and the assignment that it comes from, counted from 1. */
export interface Trace {
  /** Absent where it is not certain. */
  readonly leaf?: readonly string[]
  /** Absent where it stands in a values file. */
  readonly set?: number
}

export interface Rendering {
  readonly documents: readonly RenderedDocument[] | null
  /** One for each target. */
  readonly traces?: readonly Trace[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** Whatever renders. */
export type Renders = Pick<Renderer, 'helm' | 'kustomize'>

/** Upstream Helm and Kustomize in a sandbox: no network, no plugin, no file that was not given. */
export class Renderer {
  readonly version: EngineVersion
  private readonly sandbox: Sandbox
  private readonly channel: Channel

  constructor(options: SandboxOptions = {}) {
    const { version, sandbox } = startReleased('render', options)
    this.version = version
    this.sandbox = sandbox
    this.channel = new Channel(this.sandbox)
  }

  helm(request: HelmRequest): Promise<Answer<Rendering>> {
    return this.channel.ask('helm', request)
  }

  kustomize(request: KustomizeRequest): Promise<Answer<Rendering>> {
    return this.channel.ask('kustomize', request)
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }
}
