import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import { commonAncestor } from './commits.ts'
import { compare } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { type GateInputs, seenFrom } from './gate-inputs.ts'

/** `BASE..HEAD` compares two commits, `BASE...HEAD` begins at their common ancestor; HEAD may be left out. */
const RANGE = /^(?<base>.+?)(?:(?<dots>\.{2,3})(?<head>.*))?$/s

/** What changed between two commits of the repository that the current folder is in. */
export async function rangeChanges(host: Host, range: string, inputs: GateInputs): Promise<Comparison> {
  const root = await new Git(host).topLevel()
  if (root === undefined) throw noRepository(host.root)
  const git = new Git(host, root)
  const { base = '', dots, head = '' } = RANGE.exec(range)?.groups ?? {}
  const [from, to] = [await commitOf(git, base, range), await commitOf(git, head === '' ? 'HEAD' : head, range)]
  await expectWorkTree(git, to)
  const start = dots === '...' ? await commonAncestor(git, from, to) : from
  const changes = await compare(git, start, to, seenFrom(root, await host.realPath('.'), inputs))
  return { changes, root, boundaries: [await host.realPath(root)], named: new Set() }
}

async function commitOf(git: Git, ref: string, range: string): Promise<string> {
  const commit = await git.commit(ref)
  if (commit !== undefined) return commit
  throw new ConfigError({
    code: 'changes.unknown-commit',
    what: `--changed ${range}: there is no commit ${JSON.stringify(ref)} in this repository`,
    where: { input: '--changed' },
    remedy: 'give BASE..HEAD, such as main..HEAD; fetch the base first where it is not here',
  })
}

async function expectWorkTree(git: Git, head: string): Promise<void> {
  if ((await git.commit('HEAD')) === head) return
  throw new ConfigError({
    code: 'changes.wrong-checkout',
    what: `--changed ends at ${head}, which is not what is checked out`,
    where: { input: '--changed' },
    remedy: 'check that commit out first: files are read from the work tree',
  })
}

function noRepository(folder: string): ConfigError {
  return new ConfigError({
    code: 'changes.no-checkout',
    what: `${folder} is not in a git repository`,
    where: { input: '--changed' },
    remedy: 'run the command inside of the repository, or name files and folders instead of --changed',
  })
}
