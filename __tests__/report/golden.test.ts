import type { Verdict } from '../../src/model/verdict.ts'
import { agent } from '../../src/report/agent.ts'
import { annotations, github } from '../../src/report/annotations.ts'
import { checkRun } from '../../src/report/check-run.ts'
import { gitlab } from '../../src/report/gitlab.ts'
import { html } from '../../src/report/html.ts'
import { json } from '../../src/report/json.ts'
import { jsonText } from '../../src/report/json-text.ts'
import { junit } from '../../src/report/junit.ts'
import { markdown } from '../../src/report/markdown.ts'
import { openreports, policyreport } from '../../src/report/openreports.ts'
import { outputs } from '../../src/report/outputs.ts'
import { sarif } from '../../src/report/sarif.ts'
import { summary } from '../../src/report/summary.ts'
import { text } from '../../src/report/text.ts'
import { expectGolden } from '../support/golden.ts'
import { CONTEXT, NASTY_FILE, nastyVerdict, SECRET, shown, TOKEN } from './nasty.ts'

/** More of each kind than a job may annotate. */
function nastyTwentyTimes(): Verdict {
  const verdict = nastyVerdict()
  return { ...verdict, findings: Array.from({ length: 20 }, () => verdict.findings).flat() }
}

const WRITTEN = {
  'nasty.annotations.txt': () => `${annotations(shown()).join('\n')}\n`,
  'nasty.github.txt': () => github(shown()),
  'nasty.json': () => json(shown()),
  'nasty.all-results.json': () => json(shown(nastyVerdict('audit', true))),
  'nasty.summary.md': () => summary(shown(), { blobUrl: 'https://github.com/o/r/blob/abc' }),
  'nasty.md': () => markdown(shown()),
  'nasty.text.txt': () => text(shown()),
  'nasty.colour.txt': () => text(shown(), { colour: true }),
  'nasty.sarif': () => sarif(shown(), CONTEXT),
  'nasty.junit.xml': () => junit(shown()),
  'nasty.all-results.junit.xml': () => junit(shown(nastyVerdict('audit', true))),
  'nasty.openreports.yaml': () => openreports(shown(nastyVerdict('enforce', true)), CONTEXT),
  'nasty.policyreport.yaml': () => policyreport(shown(), CONTEXT),
  'nasty.gitlab.json': () => gitlab(shown()),
  'nasty.check-run.json': () => jsonText(checkRun(shown(nastyTwentyTimes()), 'policies/gate')),
  'nasty.agent.json': () => agent(shown()),
  'nasty.html': () => html(shown(), CONTEXT),
  'nasty.outputs.json': () =>
    `${JSON.stringify(outputs(shown(), 'policy-gate.json', 'policy-feedback.json'), null, 2)}\n`,
} as const

describe.each(Object.entries(WRITTEN))('%s', (name, write) => {
  const written = write()

  test('is what the golden file says', () => {
    expectGolden(name, written)
  })

  test('holds no secret whole', () => {
    for (const secret of [SECRET, TOKEN]) expect(written).not.toContain(secret)
    expect(written).not.toContain(SECRET.slice(4))
    expect(written).not.toContain(TOKEN.slice(8))
  })

  test('holds no character that a terminal obeys or that hides itself, but for the colours asked for', () => {
    const rest = written.replaceAll(/\p{Cc}\[\d+m/gu, name.includes('colour') ? '' : '$&')
    // a file in a workflow command is named as it is, or GitHub would not find it
    expect(rest.replaceAll('\u202e <img', ' <img')).not.toMatch(/(?!\t|\n)[\p{Cc}\p{Zl}\p{Zp}\u200b\u202a-\u202e]/u)
  })

  test('is the same for the same verdict, and leaves it as it was', () => {
    const verdict = nastyVerdict()
    const before = JSON.stringify(verdict)
    text(shown(verdict))
    markdown(shown(verdict))
    expect(JSON.stringify(verdict)).toBe(before)
    expect(write()).toBe(written)
  })
})

test('every finding of the nasty verdict stands where it should', () => {
  const places = nastyVerdict().findings.map(
    ({ location }) => `${location.line}:${location.column} ${location.precision}`,
  )
  expect(places).toEqual([
    '9:11 nearest',
    '7:16 exact',
    '13:22 exact',
    '14:18 exact',
    '1:1 document',
    '1:1 document',
    '1:1 document',
    '1:1 document',
  ])
  expect(nastyVerdict().findings[0]?.location.file).toBe(NASTY_FILE)
})
