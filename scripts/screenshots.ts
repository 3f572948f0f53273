// Draws what people see of a verdict, in a real browser: npm run screenshots (after npm run build)
//
// Summary and comment are drawn from the Markdown that GitHub gets, as GitHub-flavoured Markdown; the HTML report as it is.
// The pictures in docs/screenshots/ are of examples/agent-pr, at the second of three attempts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { marked } from 'marked'
import { chromium } from 'playwright-core'
import { startEngines } from '../src/commands/start-engines.ts'
import { gate } from '../src/gate.ts'
import { TerminalHost } from '../src/host/terminal.ts'
import { parseOptions } from '../src/inputs/options.ts'
import type { Attempt, FindingMark } from '../src/model/attempt.ts'
import { comment } from '../src/report/comment.ts'
import { html } from '../src/report/html.ts'
import { type Shown, withAttempt } from '../src/report/shown.ts'
import { summary } from '../src/report/summary.ts'
import { browser } from './browser.ts'

const root = join(import.meta.dirname, '..')
const out = join(root, 'docs/screenshots')

const STYLE = `body { font: 14px/1.5 "DejaVu Sans", sans-serif; max-width: 860px; margin: 24px auto; color: #1f2328; }
code, pre { font: 12px "DejaVu Sans Mono", monospace; background: #f3f4f6; border-radius: 6px; }
code { padding: .1em .3em; } pre { padding: 12px; overflow-x: auto; } pre code { padding: 0; }
table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 4px 10px; } tr:nth-child(2n) { background: #f6f8fa; }
h1, h2, h3 { border-bottom: 1px solid #d1d9e0; } details { margin: 6px 0; } blockquote { border-left: 4px solid #d1d9e0; padding-left: 12px; margin-left: 0; }`

const page = (markdown: string): string =>
  `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>${marked.parse(markdown, { gfm: true, async: false })}`

async function judged(): Promise<Shown> {
  const source = { noun: 'option', name: (key: string) => key, where: (key: string) => ({ input: key }), allowed: [] }
  const options = parseOptions({ policies: ['policies/kyverno'] }, source)
  const scope = { kind: 'paths', paths: ['examples/agent-pr'] } as const
  return gate({ options, scope, startEngines }, new TerminalHost(root))
}

/** Six findings at first, of which two are left. */
function secondAttempt({ verdict }: Shown): Attempt {
  const mark = (n: number): FindingMark => ({
    id: String(n).padStart(16, '0'),
    rule: 'policy/rule',
    resource: 'Pod web',
  })
  const marks = (n: number) => Array.from({ length: n }, (_, at) => mark(at))
  const left = verdict.violations
  const first = { number: 1, head: '3f1c9a2', violations: 6, resolved: [], added: marks(6), back: [], left: [] }
  const now = {
    number: 2,
    head: 'b07d4e5',
    violations: left,
    resolved: marks(6 - left),
    added: [],
    back: [],
    left: marks(left),
  }
  const author = { kind: 'agent', name: 'copilot', sign: 'login' } as const
  return { number: 2, of: 3, author, source: 'checks', history: [first, now], next: 'fix', escalated: false }
}

const executablePath = browser()
if (executablePath === undefined) throw new Error('no Chromium: install Debian’s package chromium')
const plain = await judged()
const shown = withAttempt(plain, secondAttempt(plain))
const context = { at: '2026-01-02T03:04:05.678Z', gate: 'policy-gate/gate' }
const setting = { key: 'gate', run: [2, 1] as [number, number], head: 'b07d4e5'.padEnd(40, '0') }
const PAGES = {
  summary: page(summary(shown)),
  comment: page(comment(shown, setting)),
  'report-light': html(shown, context),
  'report-dark': html(shown, context),
}
const work = mkdtempSync(join(tmpdir(), 'policy-gate-screenshots-'))
const chrome = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
mkdirSync(out, { recursive: true })
for (const [name, text] of Object.entries(PAGES)) {
  writeFileSync(join(work, `${name}.html`), text)
  const colorScheme = name.endsWith('dark') ? 'dark' : 'light'
  const opened = await chrome.newPage({ viewport: { width: 1000, height: 800 }, colorScheme })
  await opened.goto(`file://${join(work, `${name}.html`)}`)
  await opened.screenshot({ path: join(out, `${name}.png`), fullPage: true })
  console.log(`docs/screenshots/${name}.png`)
}
await chrome.close()
rmSync(work, { recursive: true })
