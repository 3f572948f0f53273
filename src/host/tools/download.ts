import { HttpClient, HttpClientError } from '@actions/http-client'
import { ToolError } from '../../errors.ts'

/** Programs are archives of some 100 MB at most. */
const MAX_BYTES = 512 * 1024 ** 2

const MAX_REDIRECTS = 5

/** How many times `patience` a whole download may take: a server that trickles is as bad as one that is silent. */
const PATIENCES = 15

/**
 * The bytes at an address; undefined where there is nothing. Proxies are the machine's. It redirects to https only, and ends after
 * `patience` seconds without a byte.
 */
export async function download(url: string, patience: number): Promise<Buffer | undefined> {
  const client = new HttpClient('policy-gate', [], {
    maxRedirects: MAX_REDIRECTS,
    allowRetries: true,
    maxRetries: 2,
    socketTimeout: patience * 1000,
  })
  try {
    const { message } = await client.get(url)
    if (message.statusCode === 404) return undefined
    if (message.statusCode !== 200) throw new Error(`the server answered ${message.statusCode}`)
    return await bodyOf(message, patience)
  } catch (error) {
    throw failed(url, error)
  } finally {
    client.dispose()
  }
}

type Message = Awaited<ReturnType<HttpClient['get']>>['message']

async function bodyOf(message: Message, patience: number): Promise<Buffer> {
  const late = setTimeout(
    () => message.destroy(new Error(`it took longer than ${PATIENCES * patience} seconds`)),
    PATIENCES * patience * 1000,
  )
  message.setTimeout(patience * 1000, () => message.destroy(new Error(`no byte came for ${patience} seconds`)))
  try {
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of message) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`)
    }
    const announced = Number(message.headers['content-length'] ?? length)
    if (length !== announced) throw new Error(`${length} of ${announced} bytes came`)
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(late)
  }
}

function failed(url: string, cause: unknown): ToolError {
  const status = cause instanceof HttpClientError ? ` (${cause.statusCode})` : ''
  const why = cause instanceof Error ? cause.message : String(cause)
  return new ToolError(
    {
      code: 'tool.download',
      what: `${url} could not be downloaded${status}: ${why}`,
      remedy:
        'run again; where the machine may not reach it, set `tool-mirror`, or `tool-path` to a folder with the program',
    },
    { cause },
  )
}
