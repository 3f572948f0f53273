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
  private readonly server: Server

  private constructor() {
    this.server = createServer(async (request, response) => {
      const body = await bodyOf(request)
      const { status, data } = this.answer(request, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(data)
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

  private answer({ method, url = '' }: IncomingMessage, body: Buffer): { status: number; data: string } {
    if (method === 'PUT') {
      if (url.includes('comp=block&')) this.blocks.push(body)
      return { status: 201, data: '' }
    }
    const name = url.split('/').at(-1) ?? ''
    this.calls.push({ name, body: JSON.parse(body.toString('utf8')) })
    if (this.refusal !== undefined)
      return { status: this.refusal.status, data: JSON.stringify({ msg: this.refusal.message }) }
    const answers: Record<string, unknown> = {
      CreateArtifact: { ok: true, signed_upload_url: `${this.url}/account/container/blob?sig=signature-canary` },
      FinalizeArtifact: { ok: true, artifact_id: '7' },
    }
    return { status: 200, data: JSON.stringify(answers[name] ?? {}) }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
