import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { referenceCli } from '../../scripts/reference/cli.ts'
import { regoTools } from '../../scripts/reference/rego-tools.ts'
import { temporaryFolder } from './repository.ts'

const kyverno = referenceCli({ build: false })
const rego = regoTools({ build: false })

/** Why there are no official programs to run; undefined where there are. */
export const MISSING = 'skipped' in kyverno ? kyverno.skipped : 'skipped' in rego ? rego.skipped : undefined

/** A folder with the official programs, built from their Go modules. */
export function officialTools(): string {
  if ('skipped' in kyverno || 'skipped' in rego) throw new Error('there are no official programs')
  const folder = temporaryFolder()
  symlinkSync(kyverno.path, join(folder, 'kyverno'))
  symlinkSync(rego.conftest, join(folder, 'conftest'))
  return folder
}

/** Tests that need them say so where they are skipped. */
export function describeOfficial(name: string, tests: () => void): void {
  if (MISSING === undefined) describe(name, tests)
  else describe.skip(`${name} (skipped: ${MISSING})`, tests)
}
