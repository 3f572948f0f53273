import type { Host } from './host.ts'
import { Machine } from './machine.ts'

/** For tests: real files and programs, while everything that is said is kept. */
export class MemoryHost extends Machine implements Host {
  readonly isTerminal = false
  printed = ''
  warned = ''
  summarised = ''
  readonly outputs = new Map<string, string>()
  private readonly input: Buffer

  constructor(root: string, env: Readonly<Record<string, string | undefined>> = {}, input: string | Buffer = '') {
    super(root, { PATH: process.env['PATH'], ...env })
    this.input = Buffer.from(input)
  }

  override async stdin(limit: number): Promise<Buffer> {
    return this.input.subarray(0, limit + 1)
  }

  override now(): Date {
    return new Date(0)
  }

  print(text: string): void {
    this.printed += text
  }

  warn(text: string): void {
    this.warned += text
  }

  async summary(markdown: string): Promise<void> {
    this.summarised += markdown
  }

  output(name: string, value: string): void {
    this.outputs.set(name, value)
  }
}
