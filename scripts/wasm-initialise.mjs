// Runs a module's start-up at build time and keeps the memory it leaves (Wizer), so that users do not wait for it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** `exported` is the function to run; it must not depend on files, arguments or the environment. */
export async function initialise(module, work, exported) {
  const wizer = createRequire(import.meta.url).resolve('@bytecodealliance/wizer/wizer.js')
  const input = join(work, 'limited.wasm')
  const output = join(work, 'initialised.wasm')
  writeFileSync(input, module)
  execFileSync(
    process.execPath,
    [wizer, '--allow-wasi', '--init-func', exported, '--wasm-bulk-memory', 'true', '-o', output, input],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  return readFileSync(output)
}
