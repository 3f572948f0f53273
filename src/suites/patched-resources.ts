import type { WireRow } from '../engines/kyverno/wire.ts'
import { ConfigError } from '../errors.ts'
import type { SuiteCase } from '../model/suite.ts'
import { type KubernetesObject, sameIdentity, sameObject } from './compare-objects.ts'
import type { Expectation } from './suite-file.ts'

/** Gives the objects that a file of expected resources holds. */
export type ReadObjects = (path: string) => Promise<readonly unknown[]>

type Difference = Pick<SuiteCase, 'actual' | 'outcome'>

/** Undefined when the object after mutation is the expected one, or none is expected. */
export async function patchDifference(
  { patchedResources: path, result, failOnMissingResources }: Expectation,
  row: WireRow,
  read: ReadObjects,
): Promise<Difference | undefined> {
  if (path === undefined) return undefined
  const actual = (row.target ?? row.patched) as KubernetesObject | undefined
  const objects = await expectedObjects(path, read)
  if (objects === undefined) return { actual: `${path} cannot be read`, outcome: 'missing' }
  const wanted = actual && objects.find((object) => sameIdentity(object, actual))
  if (actual !== undefined && wanted !== undefined) return sameObject(actual, wanted) ? undefined : DIFFERS
  // What a rule leaves alone need not be described. `kyverno test` drops any result whose object is not, without a word.
  if (row.status === result && result !== 'pass' && failOnMissingResources !== true) return undefined
  const reason = actual === undefined ? 'nothing was mutated' : `${path} does not describe the object`
  return { actual: `${row.status}, and ${reason}`, outcome: 'missing' }
}

const DIFFERS: Difference = { actual: 'the mutated resource differs from the expected one', outcome: 'disagrees' }

async function expectedObjects(path: string, read: ReadObjects): Promise<readonly KubernetesObject[] | undefined> {
  try {
    return (await read(path)).filter((value) => typeof value === 'object' && value !== null)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}
