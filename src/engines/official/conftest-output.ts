import * as z from 'zod/mini'

// What `conftest test -o json` prints: for each file and namespace how many rules had nothing to say, and what the others said.

const said = z.object({ msg: z.string(), metadata: z._default(z.record(z.string(), z.unknown()), {}) })
const list = z._default(z.array(said), [])

const answerSchema = z.array(
  z.object({
    filename: z.string(),
    namespace: z.string(),
    successes: z.number(),
    failures: list,
    warnings: list,
    exceptions: list,
  }),
)

export type ConftestCheck = z.output<typeof answerSchema>[number]
export type ConftestSaid = z.output<typeof said>

export type ConftestAnswer =
  | { readonly ok: true; readonly checks: readonly ConftestCheck[] }
  | { readonly ok: false; readonly message: string }

interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The exit code is 1 where something failed, and also where there is no answer. */
export function readConftestAnswer({ exitCode, stdout, stderr }: Ended): ConftestAnswer {
  const answer = answerSchema.safeParse(jsonOf(stdout))
  if (!answer.success) return { ok: false, message: stderr.trim().split('\n').at(-1) || `ended with ${exitCode}` }
  const failed = answer.data.some(({ failures }) => failures.length > 0)
  if (exitCode !== (failed ? 1 : 0)) return { ok: false, message: `ended with ${exitCode}, which is not what it told` }
  return { ok: true, checks: answer.data }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
