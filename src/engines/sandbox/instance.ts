import { restoreMemory } from './memory-image.ts'
import type { ToStart } from './protocol.ts'
import { ClosedWorld } from './wasi.ts'

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly pg_alloc: (size: number) => number
}

/** Takes the length of the request in the buffer, returns where the answer is: pointer << 32 | length. */
type Operation = (length: number) => bigint

/** One running engine module: bytes in, bytes out. It knows nothing of what they mean. */
export class Instance {
  private readonly exports: Exports
  private readonly world: ClosedWorld

  private constructor(exports: Exports, world: ClosedWorld) {
    this.exports = exports
    this.world = world
  }

  /** A module with a memory was started at build time. */
  static async start({ module, memory }: ToStart): Promise<Instance> {
    const world = new ClosedWorld()
    const { exports } = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: world.imports() })
    world.memory = exports['memory'] as WebAssembly.Memory
    if (memory === undefined) (exports['_initialize'] as () => void)()
    else restoreMemory(world.memory, memory)
    return new Instance(exports as unknown as Exports, world)
  }

  call(operation: string, request: Uint8Array): Uint8Array {
    const at = this.exports.pg_alloc(Math.max(request.length, 1)) >>> 0
    new Uint8Array(this.exports.memory.buffer, at, request.length).set(request)
    const run = (this.exports as unknown as Record<string, Operation | undefined>)[`pg_${operation}`]
    if (run === undefined) throw new Error(`the engine has no operation ${operation}`)
    const place = BigInt.asUintN(64, run(request.length))
    return new Uint8Array(this.exports.memory.buffer, Number(place >> 32n), Number(place & 0xffffffffn)).slice()
  }

  lastWords(): string {
    return this.world.lastWords()
  }
}
