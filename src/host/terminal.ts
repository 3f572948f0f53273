import type { Host } from './host.ts'
import { Machine } from './machine.ts'

/** A person or a script at a terminal: text out, nothing published. */
export class TerminalHost extends Machine implements Host {
  readonly isTerminal: boolean = process.stdout.isTTY === true
  constructor(root = process.cwd(), env: NodeJS.ProcessEnv = process.env) {
    super(root, env)
  }

  print(text: string): void {
    process.stdout.write(text)
  }

  warn(text: string): void {
    process.stderr.write(text)
  }

  async summary(): Promise<void> {}

  output(): void {}
}
