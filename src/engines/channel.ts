import { constants } from 'node:buffer'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Failure, Sandbox } from './sandbox/sandbox.ts'

/** Every operation may answer this instead: upstream code panicked and the driver caught it. */
interface WireCrash {
  readonly panic: string
  readonly stack: string
}

/** An operation that did not answer; `index` is the request of a batch that was under way. */
export interface Broken {
  readonly ok: false
  readonly reason: Failure['reason'] | 'panic'
  readonly index: number
  readonly message: string
}

export type Answer<T> = { readonly ok: true; readonly value: T } | Broken
export type Answers<T> = { readonly ok: true; readonly values: readonly T[] } | Broken

/** JSON over a sandbox. A panic that the driver caught is as broken as a thread that died. */
export class Channel {
  private readonly sandbox: Sandbox

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox
  }

  ask<T>(operation: string, request: unknown): Promise<Answer<T>> {
    return this.askBytes(operation, encode(request))
  }

  async askBytes<T>(operation: string, request: Uint8Array): Promise<Answer<T>> {
    const answer = await this.send<T>([{ operation, request }])
    return answer.ok ? { ok: true, value: answer.values[0] as T } : answer
  }

  askMany<T>(operation: string, requests: readonly unknown[]): Promise<Answers<T>> {
    return this.send(requests.map((request) => ({ operation, request: encode(request) })))
  }

  private async send<T>(calls: readonly { operation: string; request: Uint8Array }[]): Promise<Answers<T>> {
    const outcome = await this.sandbox.run(calls)
    if (!outcome.ok) return { ok: false, ...outcome.failure }
    const values: T[] = []
    for (const [index, answer] of outcome.answers.entries()) {
      if (answer.length > LONGEST) return { ok: false, reason: 'memory', index, message: 'its answer is too long' }
      const value = decode<T | WireCrash>(answer)
      if (isCrash(value)) return { ok: false, reason: 'panic', index, message: `${value.panic}\n${value.stack}` }
      values.push(value)
    }
    return { ok: true, values }
  }
}

/** A string holds no more characters than this, and no answer has more characters than bytes. */
const LONGEST = constants.MAX_STRING_LENGTH

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A line of JSON, then text, which is written once: a plan may have many megabytes. */
export function framed(header: object, text: string): Uint8Array {
  const line = encoder.encode(`${JSON.stringify(header)}\n`)
  const request = new Uint8Array(line.length + Buffer.byteLength(text))
  request.set(line)
  encoder.encodeInto(text, request.subarray(line.length))
  return request
}

const encode = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))
const decode = <T>(bytes: Uint8Array): T => JSON.parse(decoder.decode(bytes)) as T

function isCrash(value: unknown): value is WireCrash {
  return typeof value === 'object' && value !== null && 'panic' in value && 'stack' in value
}

const CODES: Readonly<Record<Broken['reason'], readonly [code: string, remedy: string]>> = {
  timeout: [
    'engine.timeout',
    'simplify the policy or the document, or raise `timeout` if both are what they should be',
  ],
  crash: ['engine.crash', 'run again; if it happens again, please report it with the manifest and the policies'],
  panic: ['engine.crash', 'please report it with the manifest and the policies'],
  memory: ['engine.memory', 'split the file or narrow `paths`; of a chart or a kustomization, render less'],
  'wrong-digest': [
    'engine.wrong-digest',
    'reinstall the action or package: its engine is not the one it was released with',
  ],
  unavailable: ['engine.unavailable', 'reinstall the action or package: a file of its engine cannot be read'],
}

/** Where memory ran out, the last words are the end of a trace through the engine's own functions. */
function inWords({ reason, message }: Broken): string {
  return reason === 'memory' ? 'the engine reached its memory limit' : (message.split('\n', 1)[0] ?? '')
}

/** What a broken engine means for the gate: an error that fails it, with the document it happened at. */
export function engineDiagnostic(broken: Broken, when: string, file?: string, line?: number): Diagnostic {
  const [code, remedy] = CODES[broken.reason]
  return {
    level: 'error',
    code,
    message: `${inWords(broken)} (${when})`,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    remedy,
    blame: 'engine',
  }
}
