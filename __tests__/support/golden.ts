import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const FOLDER = resolve('__tests__/golden')

/** Compares with a golden file; `UPDATE_GOLDEN=1` writes it instead, for a person to read in the difference. */
export function expectGolden(name: string, text: string): void {
  const path = resolve(FOLDER, name)
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text)
  if (!existsSync(path))
    throw new Error(`there is no golden file ${name}; run with UPDATE_GOLDEN=1 and read what it wrote`)
  expect(text).toBe(readFileSync(path, 'utf8'))
}
