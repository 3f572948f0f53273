import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { Message, MessageCreateParamsNonStreaming, StopReason } from '@anthropic-ai/sdk/resources/messages'

export interface Answer {
  readonly text: string
  readonly stopReason?: StopReason
}

/** Stands in for the Messages API: says what it was asked, and answers what it is told to. */
export class MessagesApi {
  static readonly KEY = 'key-of-the-stand-in'
  readonly prompts: string[] = []
  answer: (prompt: string) => Answer = () => ({ text: '' })
  readonly #server = createServer((request, response) => {
    this.#respond(request).then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: Error) => {
        const body = { type: 'error', error: { type: 'invalid_request_error', message: error.message } }
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      },
    )
  })

  async start(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
  }

  get env(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo
    return {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      ANTHROPIC_API_KEY: MessagesApi.KEY,
      ANTHROPIC_MODEL: 'a-model',
    }
  }

  async #respond(request: IncomingMessage): Promise<Partial<Message>> {
    const { model, prompt } = await asked(request)
    this.prompts.push(prompt)
    const { text, stopReason = 'end_turn' } = this.answer(prompt)
    const content = [{ type: 'text' as const, text, citations: null }]
    return { id: 'msg_1', type: 'message', role: 'assistant', model, content, stop_reason: stopReason }
  }
}

/** Refuses what the SDK would not send. */
async function asked(request: IncomingMessage): Promise<{ model: string; prompt: string }> {
  const { method, url, headers } = request
  const body = (await json(request)) as MessageCreateParamsNonStreaming
  if (method !== 'POST' || url !== '/v1/messages') throw new Error(`no such place: ${method} ${url}`)
  if (headers.authorization !== `Bearer ${MessagesApi.KEY}`) throw new Error('no such key')
  if (headers['anthropic-version'] === undefined) throw new Error('no version')
  if (!(body.max_tokens > 0)) throw new Error('no max_tokens')
  const [message, ...more] = body.messages
  if (message?.role !== 'user' || typeof message.content !== 'string' || more.length > 0) throw new Error('no prompt')
  return { model: body.model, prompt: message.content }
}
