// Holds the Rego engine as it is shipped to OPA's own cases, which are kept outside of the repository:
// `npm run conformance:rego -- [--corpus DIR]`. Each case that does not hold is listed with its reason; a listed case that
// holds after all fails the run.
import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RegoEngine } from '../../src/engines/rego/rego.ts'

interface Outcome {
  readonly note: string
  readonly error?: string
}

const { values } = parseArgs({ options: { corpus: { type: 'string' } } })
const corpus = values.corpus ?? join(import.meta.dirname, '../../../shared/conformance/opa')
if (existsSync(corpus)) await run()
else console.log(`skipped: no corpus at ${corpus}`)

async function run(): Promise<void> {
  const engine = new RegoEngine({ callTimeoutSeconds: 60 })
  const [failed, seen] = [new Map<string, string>(), new Set<string>()]
  for (const version of ['v0', 'v1']) {
    for await (const path of glob('**/*.yaml', { cwd: join(corpus, version) })) {
      for (const { note, error } of await casesOf(engine, join(corpus, version, path), version === 'v0')) {
        seen.add(`${version} ${note}`)
        if (error !== undefined) failed.set(`${version} ${note}`, error)
      }
    }
  }
  await engine.close()
  const excluded = new Set(Object.values(reasons()).flat())
  const wrong = [...failed].filter(([name]) => !excluded.has(name)).map(([name, error]) => `FAILED ${name}: ${error}`)
  const stale = [...excluded]
    .filter((name) => !failed.has(name))
    .map((name) => `${name} holds or is gone: take it off the list`)
  for (const line of [...wrong, ...stale]) console.log(line)
  console.log(
    `${seen.size - failed.size} of ${seen.size} cases of OPA hold; ${excluded.size} are listed with their reason`,
  )
  console.log(`${seen.size - failed.size} passed, ${wrong.length + stale.length} failed`)
  process.exitCode = wrong.length + stale.length > 0 || seen.size === 0 ? 1 : 0
}

async function casesOf(engine: RegoEngine, path: string, v0: boolean): Promise<readonly Outcome[]> {
  const request = { text: readFileSync(path, 'utf8'), v0 }
  const answer = await engine.ask<{ readonly outcomes: readonly Outcome[]; readonly problem?: string }>(
    'cases',
    request,
  )
  if (!answer.ok) throw new Error(`${path}: ${answer.message}`)
  if (answer.value.problem !== undefined) throw new Error(`${path}: ${answer.value.problem}`)
  return answer.value.outcomes
}

function reasons(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'opa-excluded.json'), 'utf8')) as Record<string, string[]>
}
