// For how many findings does the feedback alone hold enough for a program to mend them? Over a public corpus of policies with
// manifests that break them, kept outside of the repository: `npm run study:repair -- [--corpus DIR] [--list] [PART OF A PATH]`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { Locator } from '../../src/documents/locate.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import { TerminalHost } from '../../src/host/terminal.ts'
import type { Finding } from '../../src/model/finding.ts'
import { advise } from '../../src/remedies/advise.ts'
import { judgeAgainWith } from '../../src/remedies/judge-again.ts'
import { findSuites } from '../../src/suites/find-suites.ts'
import { parseSuites } from '../../src/suites/suite-file.ts'
import { SuiteFiles } from '../../src/suites/suite-files.ts'
import { readSuiteInputs, type SuiteInputs } from '../../src/suites/suite-inputs.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { type Row, studyReport, topicOf } from './report.ts'

const here = import.meta.dirname
const options = { corpus: { type: 'string' }, list: { type: 'boolean' }, write: { type: 'boolean' } } as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const corpus = values.corpus ?? join(here, '../../../shared/conformance')

if (existsSync(join(corpus, 'kyverno-policies'))) await study()
else console.log(`skipped: no corpus at ${corpus}`)

async function study(): Promise<void> {
  const rows: Row[] = []
  const host = new TerminalHost(corpus)
  const { paths, boundaries } = await findSuites(host, ['kyverno-policies'])
  const files = new SuiteFiles(host, boundaries, 64 * 1024 ** 2)
  let engine = new KyvernoEngine()
  for (const path of paths.filter((one) => positionals.every((part) => one.includes(part)))) {
    for (const suite of parseSuites(await files.read(path))) {
      const inputs = await readSuiteInputs(suite, files).catch(() => undefined)
      if (inputs === undefined) continue
      const found = await studySuite(engine, inputs)
      if (found === undefined) {
        await engine.close()
        engine = new KyvernoEngine()
        continue
      }
      rows.push(...found.map((finding) => rowOf(dirname(dirname(path)), finding)))
    }
  }
  await engine.close()
  if (values.list === true) for (const row of rows) console.log(JSON.stringify(row))
  const report = studyReport(rows)
  console.log(report)
  if (values.write === true) {
    const page = join(here, '../../docs/repair-study.md')
    const [before = ''] = readFileSync(page, 'utf8').split('<!-- figures -->')
    writeFileSync(page, `${before}<!-- figures -->\n\n${report}`)
  }
}

/** The failures of a suite's resources, each with what its feedback would say; undefined when the engine broke. */
async function studySuite(engine: KyvernoEngine, inputs: SuiteInputs): Promise<readonly Finding[] | undefined> {
  const loaded = await engine.load(inputs.policies, inputs.world)
  if (loaded.diagnostics.some(({ blame }) => blame === 'engine')) return undefined
  const found: Finding[] = []
  for (const file of inputs.resources) {
    const { documents, diagnostics: unread } = await engine.read(file)
    const { results, diagnostics } = await engine.judge(documents)
    if ([...unread, ...diagnostics].some(({ blame }) => blame === 'engine')) return undefined
    const texts = new Map([[file.path, file.text]])
    const findings = findingsOf(results, new Locator(texts)).filter(({ result }) => result.status === 'fail')
    found.push(...(await advise(findings, { policies: inputs.policies, texts, judge: judgeAgainWith(engine, []) })))
  }
  return found
}

function rowOf(folder: string, { result, advice, path }: Finding): Row {
  const { expectation, remedy } = advice ?? {}
  return {
    folder,
    policy: result.policy.name,
    rule: result.rule,
    resource: `${result.document.resource.kind}/${result.document.resource.name}`,
    kind: expectation?.kind ?? 'other',
    topic: topicOf(expectation?.text ?? '', path ?? [], result.policy.name),
    explained: expectation !== undefined,
    remedy: remedy === undefined ? 'none' : remedy.choices.length > 0 ? 'example' : 'determined',
    message: result.message,
    path: (path ?? []).join('.'),
    edits: JSON.stringify(remedy?.edits ?? []),
  }
}
