import * as sdk from '@open-policy-agent/opa-wasm'
import { type BundleFiles, NotABundle, readBundle } from './archive.ts'
import { SDK_BUILTINS } from './sdk-builtins.ts'
import type { EntryPoint, Evaluate, Evaluated, EvaluatedAll, LoadBundle, LoadedBundle } from './wire.ts'

/** The SDK exports by name to CommonJS only; its types do not tell. */
const { loadPolicySync } = (sdk as unknown as { readonly default: typeof sdk }).default

type LoadedPolicy = sdk.LoadedPolicy

// Runs in the sandbox's thread. A compiled policy imports its memory and the SDK's builtins, and nothing of the world.

/** In pages of 64 KiB. A policy cannot say how much its own tables need before it is there; untouched pages cost nothing. */
const MEMORY = { initial: 1024, maximum: 16_384 }

const PLAN_MEMBERS = ['planned_values', 'resource_changes']

/** Evaluates compiled policies: bytes in, bytes out, like the engine modules. */
export class BundleEvaluator {
  private readonly policies = new Map<number, LoadedPolicy>()

  call(operation: string, request: Uint8Array): Uint8Array {
    const text = Buffer.from(request.buffer, request.byteOffset, request.byteLength)
    // the answer is handed over with its memory, so it may not stand in a pool as a Buffer does
    return new TextEncoder().encode(JSON.stringify(operation === 'load' ? this.load(text) : this.evaluate(text)))
  }

  lastWords(): string {
    return ''
  }

  private load(request: Buffer): LoadedBundle {
    const { id, base64, parameters } = JSON.parse(request.toString()) as LoadBundle
    try {
      const files = readBundle(Buffer.from(base64, 'base64'))
      const policy = loadPolicySync(files.wasm, { ...MEMORY })
      policy.setData(parameters === undefined ? files.data : { ...files.data, params: parameters })
      this.policies.set(id, policy)
      return {
        ok: true,
        entryPoints: Object.keys(policy.entrypoints).map((name) => described(name, files)),
        missing: builtinsOf(policy).filter((name) => !SDK_BUILTINS.has(name)),
        plans: PLAN_MEMBERS.some((name) => Buffer.from(files.wasm.buffer).includes(name)),
      }
    } catch (error) {
      return { ok: false, problem: error instanceof NotABundle ? error.message : words(error) }
    }
  }

  /** A line of JSON, then the input's own bytes: numbers stay what they are. */
  private evaluate(request: Buffer): EvaluatedAll {
    const end = request.indexOf('\n')
    const { bundle, entryPoints } = JSON.parse(request.toString('utf8', 0, end)) as Evaluate
    const input = Uint8Array.from(request.subarray(end + 1)).buffer
    const policy = this.policies.get(bundle)
    if (policy === undefined) throw new Error(`the bundle ${bundle} was not loaded`)
    return { outcomes: entryPoints.map((name) => outcomeOf(policy, input, name)) }
  }
}

function outcomeOf(policy: LoadedPolicy, input: ArrayBuffer, entryPoint: string): Evaluated {
  try {
    const results = policy.evaluate(input, entryPoint) as readonly { readonly result: unknown }[]
    return results[0] === undefined ? {} : { value: results[0].result }
  } catch (error) {
    return { error: words(error) }
  }
}

/** The SDK throws texts and plain objects, too. */
function words(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}

interface Exports {
  readonly builtins: () => number
  readonly opa_json_dump: (address: number) => number
}

/** The builtins that the policy asks its host for, from its own table. */
function builtinsOf({ wasmInstance, mem }: LoadedPolicy): readonly string[] {
  const { builtins, opa_json_dump: dump } = (wasmInstance as WebAssembly.Instance).exports as unknown as Exports
  const memory = Buffer.from(mem.buffer)
  const at = dump(builtins())
  return Object.keys(JSON.parse(memory.toString('utf8', at, memory.indexOf(0, at))) as object).sort()
}

interface Manifest {
  readonly wasm?: readonly {
    readonly entrypoint?: string
    readonly annotations?: readonly Omit<EntryPoint, 'name'>[]
  }[]
}

function described(name: string, { manifest }: BundleFiles): EntryPoint {
  const entry = (manifest as Manifest).wasm?.find(({ entrypoint }) => entrypoint === name)
  const { title, description, custom } = entry?.annotations?.[0] ?? {}
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(custom === undefined ? {} : { custom }),
  }
}
