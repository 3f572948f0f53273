// Runs a module's start-up at build time and keeps the memory it leaves (Wizer), so that users do not wait for it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { leb, replaceSection, unsigned } from './wasm-sections.mjs'

const DATA_SECTION = 11
const PASSIVE = 1

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
  return replaceSection(readFileSync(output), DATA_SECTION, dropPassive)
}

/**
 * With bulk memory Wizer keeps the original segments as passive ones, in case the code copies from them by index. Go's
 * never does, and they are many: V8 refuses a module with more than 100,000.
 */
function dropPassive(body) {
  const kept = []
  let [count, at] = unsigned(body, 0)
  for (; count > 0; count--) {
    const start = at
    const [kind, afterKind] = unsigned(body, at)
    const [length, content] = unsigned(body, kind === PASSIVE ? afterKind : afterOffset(body, afterKind))
    at = content + length
    if (kind !== PASSIVE && length > 0) kept.push(body.subarray(start, at))
  }
  return Buffer.concat([leb(kept.length), ...kept])
}

/** Skips an offset expression: i32.const N, end. */
function afterOffset(body, at) {
  if (body[at] !== 0x41) throw new Error('a data segment has an offset that is no constant')
  const [, end] = unsigned(body, at + 1)
  return end + 1
}
