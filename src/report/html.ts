import { createHash } from 'node:crypto'
import type { Outcome, Verdict } from '../model/verdict.ts'
import { VERSION } from '../version.ts'
import type { Context } from './context.ts'
import { SCRIPT, STYLE } from './html/assets.ts'
import { pageData, tiles } from './html/page-data.ts'
import { worstFirst } from './order.ts'
import { CHANGES_TITLE } from './policy-changes.ts'
import type { Shown } from './shown.ts'
import { visibleLine } from './visible.ts'
import { countsLine, enginesLine, verdictLine } from './wording.ts'

const SEALS: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✕', error: '!' }

/**
 * The verdict as one file for a browser. It asks nobody for anything: a policy in the page itself allows its own style and
 * program, by their hash, and nothing else. The verdict and its numbers can be read without the program.
 */
export function html(shown: Shown, context: Context = {}): string {
  const { verdict } = shown
  const data = JSON.stringify(pageData(shown, context)).replace(/[<>&\u2028\u2029]/g, escapedInScript)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(verdictLine(verdict))}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
${header(verdict, context)}
<main>
${numbers(verdict)}
${SECTIONS}
${footer(verdict, context)}
</main>
<script type="application/json" id="data">${data}</script>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function contentPolicy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return [
    "default-src 'none'",
    `style-src ${hash(STYLE)}`,
    `script-src ${hash(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function header(verdict: Verdict, { repositoryUrl, runUrl, at, gate }: Context): string {
  const { outcome, changes } = verdict
  const head = changes.head
  const commit = head === undefined ? '' : head.slice(0, 7)
  const meta = [
    gate === undefined ? '' : escapeHtml(visibleLine(gate)),
    repositoryUrl === undefined || head === undefined
      ? escapeHtml(commit)
      : anchor(`${repositoryUrl}/commit/${head}`, `commit ${commit}`),
    runUrl === undefined ? '' : anchor(runUrl, 'workflow run'),
    at === undefined
      ? ''
      : `<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'))}</time>`,
  ].filter((part) => part !== '')
  return `<header class="top">
<div class="seal ${outcome}" aria-hidden="true">${SEALS[outcome]}</div>
<div>
<h1>${escapeHtml(verdictLine(verdict))}</h1>
<p class="meta">${meta.map((part) => `<span>${part}</span>`).join('')}</p>
</div>
<button type="button" id="theme" hidden></button>
</header>`
}

function numbers(verdict: Verdict): string {
  const shown = tiles(verdict, worstFirst(verdict)).map(
    ([name, n, tone]) => `<div class="${tone}"><dt>${name}</dt><dd>${n.toLocaleString('en')}</dd></div>`,
  )
  const reason = verdict.changes.reason
  const more =
    reason === undefined ? '' : `<p class="meta">Judged more than the change: ${escapeHtml(visibleLine(reason))}.</p>`
  return `<dl class="tiles">${shown.join('')}</dl>${more}
<noscript><p class="card">The findings need JavaScript, which this page holds itself. The JSON report lists them, too.</p></noscript>`
}

const SECTIONS = `<section class="card" id="attempts" aria-labelledby="attempts-head" hidden><h2 id="attempts-head">Attempts</h2></section>
<section class="card" id="diagnostics" aria-labelledby="diagnostics-head" hidden><h2 id="diagnostics-head">What went wrong beside the findings</h2></section>
<section class="card" id="changes" aria-labelledby="changes-head" hidden><h2 id="changes-head">${CHANGES_TITLE}</h2></section>
<section id="list" aria-labelledby="findings-head" hidden>
<h2 id="findings-head">Findings</h2>
<form class="card filters" role="search" aria-label="Findings">
<div><label for="search">Search</label><input type="search" id="search" autocomplete="off" spellcheck="false"></div>
<div><label for="file">File</label><select id="file"></select></div>
<div><label for="policy">Policy</label><select id="policy"></select></div>
<div class="picks">
<fieldset id="levels"><legend>Status</legend></fieldset>
<fieldset id="severities"><legend>Severity</legend></fieldset>
<button type="button" id="clear" hidden>Clear filters</button>
<p class="told" id="told" role="status"></p>
</div>
</form>
<div id="findings" tabindex="-1"></div>
<p class="card empty" id="none" hidden>Nothing matches these filters.</p>
<p class="more" id="more" hidden><button type="button" id="more-button"></button></p>
</section>
<section class="card" id="exceptions" aria-labelledby="exceptions-head" hidden><h2 id="exceptions-head">Let through</h2></section>
<section class="card" id="policies" aria-labelledby="policies-head" hidden><h2 id="policies-head">Policies</h2></section>
<details class="card folded" id="skipped" hidden><summary><h2>Files that were not judged</h2></summary></details>`

function footer(verdict: Verdict, _context: Context): string {
  const lines = [countsLine(verdict), `fail-on: ${verdict.failOn}`, enginesLine(verdict), `Policy Gate ${VERSION}`]
  return `<footer>${lines
    .filter((line) => line !== '')
    .map((line) => escapeHtml(visibleLine(line)))
    .join('<br>')}</footer>`
}

/** Addresses come from the runner; whatever they are, they open a page and nothing else. */
function anchor(href: string, words: string): string {
  return /^https?:\/\//.test(href)
    ? `<a href="${escapeHtml(href)}" rel="noreferrer">${escapeHtml(words)}</a>`
    : escapeHtml(words)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '')

/** Inside a script element nothing ends it, and no line is a workflow command. */
const escapedInScript = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
