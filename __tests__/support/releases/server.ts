import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { temporaryFolder } from '../repository.ts'
import { type Certificate, loopbackCertificate } from './certificates.ts'

type Answer = Buffer | ((response: ServerResponse) => void)

/** A server of releases on this machine, by https with an authority of its own. What it has not is 404. */
export class ReleaseServer {
  private readonly files = new Map<string, Answer>()
  private readonly certificate: Certificate
  private readonly server: Server
  readonly asked: string[] = []

  private constructor(certificate: Certificate) {
    this.certificate = certificate
    this.server = createServer({ key: certificate.key, cert: certificate.cert }, ({ url = '' }, response) => {
      this.asked.push(url)
      const answer = this.files.get(url)
      if (answer === undefined) response.writeHead(404).end()
      else if (Buffer.isBuffer(answer)) response.writeHead(200, { 'content-length': answer.length }).end(answer)
      else answer(response)
    })
  }

  static async start(): Promise<ReleaseServer> {
    const made = new ReleaseServer(loopbackCertificate())
    await new Promise<void>((done) => made.server.listen(0, '127.0.0.1', done))
    return made
  }

  get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`
  }

  /** Puts files at `/path`; those that were there are gone. */
  serve(files: Readonly<Record<string, Answer>>): void {
    this.files.clear()
    this.asked.length = 0
    for (const [path, answer] of Object.entries(files)) this.files.set(path, answer)
  }

  /** The environment of a program that trusts this server, with a tool cache of its own. */
  environment(cache = temporaryFolder()): Record<string, string> {
    return { NODE_EXTRA_CA_CERTS: this.certificate.authority, RUNNER_TOOL_CACHE: cache, HOME: cache }
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(done))
  }
}

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

const SYSTEM = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string] ?? ''
const PROCESSOR = { x64: 'x86_64', arm64: 'arm64' }[process.arch as string] ?? ''

export const KYVERNO = `kyverno-cli_v1.2.3_${SYSTEM}_${PROCESSOR}.tar.gz`
export const KYVERNO_RELEASE = '/kyverno/kyverno/releases/download/v1.2.3'

/** `checksums.txt` of a release that holds this archive, and others. */
export function checksumsOf(name: string, archive: Buffer): Buffer {
  return Buffer.from(`${'0'.repeat(64)}  another.tar.gz\n${sha256(archive)}  ${name}\n`)
}
