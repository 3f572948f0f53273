// Where the time of one start goes, from inside: node bench/split.ts POLICIES MANIFEST… (files); prints JSON in ms.
import { readFileSync } from 'node:fs'
import { KyvernoEngine } from '../src/engines/kyverno/kyverno.ts'

const [policies = '', ...manifests] = process.argv.slice(2)
const texts = (paths: readonly string[]) => paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const begun = performance.now()
const engine = new KyvernoEngine({ callTimeoutSeconds: 600 })
// the first answer waits for the start; a file without documents costs nothing beyond it
await engine.read({ path: 'nothing.yaml', text: '' })
const started = performance.now()
const loaded = await engine.load(texts(policies.split(',')))
const compiled = performance.now()
const documents = []
for (const file of texts(manifests)) documents.push(...(await engine.read(file)).documents)
const read = performance.now()
const judged = await engine.judgeRows(documents, '')
const finished = performance.now()

const failures = [...loaded.diagnostics, ...judged.diagnostics].filter(({ level }) => level === 'error')
if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('; '))
const times = engine.startTimes()
console.log(
  JSON.stringify({
    node: begun,
    thread: started - begun - Object.values(times ?? {}).reduce((sum, part) => sum + part, 0),
    ...times,
    policies: compiled - started,
    reading: read - compiled,
    judging: finished - read,
    rows: judged.rows.reduce((sum, rows) => sum + rows.length, 0),
  }),
)
await engine.close()
