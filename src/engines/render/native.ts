import type { Ran } from '../../model/ran.ts'
import type { EngineVersion } from '../../model/verdict.ts'
import type { Answer } from '../channel.ts'
import { NativeChart } from './native-chart.ts'
import { sourcedDocuments } from './native-helm.ts'
import {
  contentOf,
  type HelmRequest,
  type KustomizeRequest,
  type RenderedDocument,
  type Rendering,
  type Renders,
  type Trace,
} from './renderer.ts'

/** A program of the machine's own, which can be run several times in one folder. */
export interface NativeTool {
  readonly name: string
  /** Empty where the program does not say. */
  readonly version: string
  readonly digest: string
  within<Made>(files: ReadonlyMap<string, string | Uint8Array>, use: (room: Room) => Promise<Made>): Promise<Made>
}

/** A folder that is there as long as it is used. */
export interface Room {
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ran>
  /** Adds a file beside the others, and gives its path for the program. */
  readonly put: (name: string, text: string) => Promise<string>
}

export type NativeTools = (name: 'helm' | 'kustomize') => Promise<NativeTool>

/**
 * The machine's own helm and kustomize, in an empty folder with the files of the request and nothing else. What they print is
 * what is judged. Where it comes from the embedded renderer tells, as far as it renders the same.
 */
export class NativeRenderer implements Renders {
  private readonly tools: NativeTools
  private readonly embedded: () => Renders
  private readonly found = new Map<string, Promise<NativeTool>>()
  private readonly used = new Map<string, EngineVersion>()
  /** What was rendered, by the values: a trace asks for the same again. */
  private readonly answers = new WeakMap<HelmRequest['values'], Promise<Answer<Rendering>>>()
  private chart: NativeChart | undefined

  constructor(tools: NativeTools, embedded: () => Renders) {
    this.tools = tools
    this.embedded = embedded
  }

  async helm(request: HelmRequest): Promise<Answer<Rendering>> {
    const { targets, ...asked } = request
    const known = this.answers.get(asked.values) ?? this.template(asked)
    this.answers.set(asked.values, known)
    return targets === undefined ? known : this.traced(request, targets, await known)
  }

  async kustomize(request: KustomizeRequest): Promise<Answer<Rendering>> {
    const tool = await this.tool('kustomize')
    const files = new Map(request.files.map((file) => [file.path, contentOf(file)]))
    const ran = await tool.within(files, ({ run }) => run(['build', request.folder], OFFLINE))
    const answer = rendered(tool, ran, 'render.kustomization-invalid', plainDocuments)
    return answer.ok && answer.value.documents !== null ? this.sourced(request, answer.value.documents) : answer
  }

  versions(): Readonly<Record<string, EngineVersion>> {
    return Object.fromEntries(this.used)
  }

  async close(): Promise<void> {
    await this.chart?.close()
  }

  /** One chart after the other: the folder of the last one is given up for the next. */
  private async template(request: HelmRequest): Promise<Answer<Rendering>> {
    const tool = await this.tool('helm')
    if (this.chart?.files !== request.files) {
      await this.close()
      this.chart = new NativeChart(tool, request.files)
    }
    return rendered(tool, await this.chart.template(request), 'render.template-failed', sourcedDocuments)
  }

  private async tool(name: 'helm' | 'kustomize'): Promise<NativeTool> {
    const finding = this.found.get(name) ?? this.tools(name)
    this.found.set(name, finding)
    const tool = await finding
    this.used.set(`${name} (native)`, { version: tool.version === '' ? 'unknown' : tool.version, digest: tool.digest })
    return tool
  }

  /** A trace counts where both render the same document. */
  private async traced(
    request: HelmRequest,
    targets: NonNullable<HelmRequest['targets']>,
    native: Answer<Rendering>,
  ): Promise<Answer<Rendering>> {
    const embedded = await this.embedded().helm(request)
    if (!native.ok || !embedded.ok) return native
    const isSame = (at: number) => isSameText(native.value.documents?.[at]?.text, embedded.value.documents?.[at]?.text)
    const traces = targets.map(
      ({ document }, at): Trace => (isSame(document) ? embedded.value.traces?.[at] : undefined) ?? {},
    )
    return { ok: true, value: { ...native.value, traces } }
  }

  private async sourced(request: KustomizeRequest, documents: readonly RenderedDocument[]): Promise<Answer<Rendering>> {
    const embedded = await this.embedded().kustomize(request)
    const known = embedded.ok ? (embedded.value.documents ?? []) : []
    const origins = new Map(known.map((document) => [document.text.trim(), document]))
    return {
      ok: true,
      value: {
        documents: documents.map(({ source, text }) => ({ ...(origins.get(text.trim()) ?? { source }), text })),
      },
    }
  }
}

const isSameText = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one.trim() === other?.trim()

/** A port that nothing listens on. */
const NOWHERE = 'http://127.0.0.1:9'

/** Kustomize needs no network to build what is here, and no program; what it would fetch is the change's to say. */
const OFFLINE = {
  PATH: '',
  ...Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, NOWHERE])),
  NO_PROXY: '',
  no_proxy: '',
}

function rendered(
  { name }: NativeTool,
  ran: Ran,
  code: string,
  read: (stdout: string) => readonly RenderedDocument[] | undefined,
): Answer<Rendering> {
  const failed = (code: string, message: string): Answer<Rendering> => ({
    ok: true,
    value: { documents: null, error: { code, message } },
  })
  if (ran.kind === 'broken') return failed('render.native', `${name} gave no answer: ${ran.message}`)
  if (ran.exitCode !== 0) return failed(code, `${name} ended with ${ran.exitCode}: ${ran.stderr.trim()}`)
  const documents = read(ran.stdout)
  if (documents === undefined) return failed('render.native', `${name} printed what it never prints`)
  return { ok: true, value: { documents } }
}

function plainDocuments(stdout: string): readonly RenderedDocument[] {
  return stdout
    .split(/^---$/m)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ source: '', text: text.replace(/^\n/, '') }))
}
