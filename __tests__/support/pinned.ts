import { pinned as find, type Thing } from '../../scripts/pinned.ts'

/** The folder of a thing that `npm run pinned` has fetched. */
export function pinnedFolder(thing: Thing): string | undefined {
  return find(thing)
}

/** Tests that need a thing: skipped, with a word, where it was not fetched. CI fetches them all, and says when it cannot. */
export function describeWith(thing: Thing, name: string, tests: (folder: string) => void): void {
  const folder = pinnedFolder(thing)
  if (folder !== undefined) describe(name, () => tests(folder))
  else describe.skip(`${name} (run \`npm run pinned ${thing}\` to have it checked)`, () => test('is skipped', () => {}))
}
