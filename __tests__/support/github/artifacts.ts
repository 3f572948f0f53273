import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The artifact service of a workflow run on this machine, as far as @actions/artifact asks it. */
export class LocalArtifacts {
  /** Calls of the service, by name, with what they said. */
  readonly calls: { readonly name: string; readonly body: Readonly<Record<string, unknown>> }[] = []
  /** The blocks that were put, one after the other. */
  readonly blocks: Buffer[] = []
  /** What CreateArtifact answers instead. */
  refusal: { readonly status: number; readonly message: string } | undefined
  /** Artifacts as they were put, by name. */
  readonly kept = new Map<string, Buffer>()
  private readonly ids = { workflow_run_backend_id: 'run-1', workflow_job_run_backend_id: 'job-1' }
  private readonly server: Server

  private constructor() {
    this.server = createServer(async (request, response) => {
      const body = await bodyOf(request)
      const { status, data, type = 'application/json' } = this.answer(request, body)
      response.writeHead(status, { 'content-type': type }).end(data)
    })
  }

  static async start(): Promise<LocalArtifacts> {
    const made = new LocalArtifacts()
    await new Promise<void>((ready) => made.server.listen(0, '127.0.0.1', ready))
    return made
  }

  stop(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(() => done()))
  }

  /** What the runner tells an action. The token's claims name the run and the job. */
  get env(): Readonly<Record<string, string>> {
    const claims = Buffer.from(JSON.stringify({ scp: 'Actions.Results:run-1:job-1' })).toString('base64url')
    return { ACTIONS_RESULTS_URL: `${this.url}/`, ACTIONS_RUNTIME_TOKEN: `e30.${claims}.x` }
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private answer({ method, url = '' }: IncomingMessage, body: Buffer): Answer {
    const asked = new URL(url, this.url)
    const blob = asked.searchParams.get('name') ?? ''
    if (method === 'PUT') {
      if (url.includes('comp=block&')) this.put(blob, body)
      return { status: 201, data: '' }
    }
    if (method === 'GET') return { status: 200, data: this.kept.get(blob) ?? '', type: 'application/zip' }
    const name = url.split('/').at(-1) ?? ''
    const said = JSON.parse(body.toString('utf8'))
    this.calls.push({ name, body: said })
    if (this.refusal !== undefined)
      return { status: this.refusal.status, data: JSON.stringify({ msg: this.refusal.message }) }
    return { status: 200, data: JSON.stringify(this.answers(name, said)) }
  }

  private put(name: string, block: Buffer): void {
    this.blocks.push(block)
    this.kept.set(name, Buffer.concat([this.kept.get(name) ?? Buffer.alloc(0), block]))
  }

  private answers(call: string, { name = '', id_filter: id, name_filter: only }: Said): unknown {
    const url = `${this.url}/account/container/blob?sig=signature-canary&name=${name}`
    switch (call) {
      case 'CreateArtifact':
        return { ok: true, signed_upload_url: url }
      case 'FinalizeArtifact':
        return { ok: true, artifact_id: '7' }
      case 'GetSignedArtifactURL':
        return { signed_url: url }
      case 'DeleteArtifact':
        return { ok: this.kept.delete(name), artifact_id: '7' }
      case 'ListArtifacts':
        return {
          artifacts: [...this.kept.keys()]
            .map((kept, at) => ({ ...this.ids, name: kept, database_id: String(at + 1), size: '1' }))
            .filter((one) => (id ?? one.database_id) === one.database_id && (only ?? one.name) === one.name),
        }
      default:
        return {}
    }
  }
}

interface Answer {
  readonly status: number
  readonly data: string | Buffer
  readonly type?: string
}

interface Said {
  readonly name?: string
  readonly id_filter?: string
  readonly name_filter?: string
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
