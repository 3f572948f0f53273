import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './built.ts'

/** A chat's webhook on this machine. It has to be told in TLS; the network edge between is replaced in the program. */
export class LocalWebhook {
  readonly told: unknown[] = []
  status = 200
  private readonly server: Server

  private constructor() {
    this.server = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      this.told.push({ path: request.url, type: request.headers['content-type'], body: JSON.parse(text) })
      response.writeHead(this.status).end('secret-canary')
    })
  }

  static async start(): Promise<LocalWebhook> {
    const made = new LocalWebhook()
    await new Promise<void>((ready) => made.server.listen(0, '127.0.0.1', ready))
    return made
  }

  /** The environment of a program for which `https://hooks.example` is this server. */
  get env(): Readonly<Record<string, string>> {
    const edge = pathToFileURL(join(ROOT, '__tests__/support/webhook-edge.mjs'))
    const { port } = this.server.address() as AddressInfo
    return { NODE_OPTIONS: `--import=${edge.href}`, HOOKS_EXAMPLE: `http://127.0.0.1:${port}` }
  }

  stop(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(() => done()))
  }
}
