import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { browser as findBrowser } from '../../scripts/browser.ts'
import { assets } from '../../scripts/html-assets.ts'
import { Locator } from '../../src/documents/locate.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { html } from '../../src/report/html.ts'
import { redact } from '../../src/report/redact.ts'
import { decide } from '../../src/verdict/decide.ts'
import { ATTEMPT } from '../report/attempt.ts'
import { CONTEXT, manyFindings, NASTY_MESSAGE, nastyVerdict, SECRET, shown, TOKEN } from '../report/nasty.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'
import { evidence, finding } from '../verdict/evidence.ts'

// The HTML report in a real browser.

const path = findBrowser()
const withBrowser = path === undefined ? describe.skip : describe
const ARGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
]
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

afterAll(removeTemporaryFolders)

test('style and program are those of client/', () => {
  const isFresh = readFileSync('src/report/html/assets.ts', 'utf8') === assets()
  expect(isFresh || 'run `npm run html-assets`').toBe(true)
})

const plain = (verdict: Verdict) => redact(verdict, new Locator(new Map()))
const excepted = decide(evidence({ findings: [finding({}, { exception: 'team/x' }), finding()] }), {
  failOn: 'enforce',
})

const PAGES = {
  nasty: () => shown({ ...nastyVerdict(), attempt: ATTEMPT }),
  many: () => plain(manyFindings(10_000)),
  pass: () => plain(decide(evidence(), { failOn: 'enforce' })),
  excepted: () => plain(excepted),
} as const

withBrowser('the HTML report (run `npm run e2e:html` where it is skipped)', () => {
  let browser: Browser
  const folder = temporaryFolder()

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path ?? '', args: ARGS })
    for (const [name, make] of Object.entries(PAGES)) writeFileSync(join(folder, `${name}.html`), html(make(), CONTEXT))
  })

  afterAll(async () => {
    await browser.close()
  })

  interface Opened {
    readonly page: Page
    /** What the browser complained of, and every request but that of the page. */
    readonly trouble: string[]
  }

  async function open(
    name: keyof typeof PAGES,
    setting: Parameters<Browser['newPage']>[0] = {},
    hash = '',
  ): Promise<Opened> {
    const page = await browser.newPage(setting)
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(message.text()))
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('dialog', (dialog) => {
      trouble.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => request.isNavigationRequest() || trouble.push(`request ${request.url()}`))
    await page.goto(`file://${join(folder, name)}.html${hash}`)
    return { page, trouble }
  }

  const rows = (page: Page) => page.locator('.finding')
  const told = (page: Page) => page.locator('#told').textContent()

  test.each(Object.keys(PAGES) as (keyof typeof PAGES)[])('%s: no request, no complaint, no dialog', async (name) => {
    const { page, trouble } = await open(name)
    for (const row of (await rows(page).all()).slice(0, 20)) await row.locator('summary').click()
    expect(trouble).toEqual([])
    await page.close()
  })

  test('48: text of others is text, and only that', async () => {
    const { page } = await open('nasty')
    for (const row of await rows(page).all()) await row.locator('summary').click()
    expect(await page.locator('img, iframe, object, embed, form[action], a[href^="javascript"]').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(2)
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('<img src=x onerror=alert(1)> <!-- --> </details> &lt;b&gt;')
    expect(text).toContain('<U+202E>')
    expect(text).not.toContain('\u202e')
    for (const secret of [SECRET, TOKEN]) expect(await page.content()).not.toContain(secret)
    await page.close()
  })

  test('the page allows its own style and program only', async () => {
    const { page, trouble } = await open('nasty')
    await page.evaluate(`
      const script = document.createElement('script')
      script.textContent = 'document.title = "run"'
      const image = document.createElement('img')
      image.src = 'https://evil.example/x.png'
      document.body.append(script, image)
    `)
    await page.waitForTimeout(100)
    expect(await page.title()).not.toBe('run')
    expect(trouble.filter((words) => /Content Security Policy|violates/.test(words)).length).toBeGreaterThanOrEqual(2)
    await page.close()
  })

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    test.each([...Object.keys(PAGES)] as (keyof typeof PAGES)[])('%s: axe finds nothing', async (name) => {
      const { page } = await open(name, { colorScheme, bypassCSP: true })
      for (const row of (await rows(page).all()).slice(0, 4)) await row.locator('summary').click()
      await page.evaluate(AXE)
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      )
      expect(violations).toEqual([])
      await page.close()
    })
  })

  test('search, file, policy, status and severity narrow the list, and say so', async () => {
    const { page } = await open('many')
    expect(await told(page)).toBe('10,000 findings')
    await page.fill('#search', 'web-4242')
    expect(await told(page)).toBe('1 of 10,000 findings')
    await page.fill('#search', 'nothing is like this')
    expect(await page.locator('#none').isVisible()).toBe(true)
    await page.click('#clear')
    expect(await told(page)).toBe('10,000 findings')
    await page.selectOption('#policy', 'policy-critical')
    expect(await told(page)).toBe('2,000 of 10,000 findings')
    await page.locator('#levels-note').uncheck({ force: true })
    expect(await told(page)).toMatch(/^1,8\d\d of/)
    await page.locator('#severities-critical').uncheck({ force: true })
    expect(await told(page)).toBe('0 of 10,000 findings')
    await page.close()
  })

  test('the filters stand in the address', async () => {
    const { page } = await open('many')
    await page.fill('#search', 'team-3')
    await page.selectOption('#policy', 'policy-high')
    const { hash } = new URL(page.url())
    const other = await open('many', {}, hash)
    expect(await told(other.page)).toBe(await told(page))
    expect(await other.page.inputValue('#search')).toBe('team-3')
    await page.close()
    await other.page.close()
  })

  test('10,000 findings: a hundred at a time, the worst first', async () => {
    const { page } = await open('many')
    expect(await rows(page).count()).toBe(100)
    expect(await rows(page).first().locator('.level').textContent()).toBe('not judged')
    await page.click('#more-button')
    expect(await rows(page).count()).toBe(200)
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY')
    await page.close()
  })

  test('is used with the keyboard alone', async () => {
    const { page } = await open('nasty')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings')
    await page.locator('.finding > summary').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await rows(page).nth(1).getAttribute('open')).not.toBeNull()
    expect(await rows(page).nth(1).locator('.long').textContent()).toContain(
      NASTY_MESSAGE.split('\n').at(-1)?.slice(-25),
    )
    await page.keyboard.press('End')
    expect(
      await page.evaluate('[...document.querySelectorAll(".finding > summary")].indexOf(document.activeElement)'),
    ).toBe((await rows(page).count()) - 1)
    await page.close()
  })

  test('colours follow the system, and the button', async () => {
    const { page } = await open('pass', { colorScheme: 'dark' })
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    await page.click('#theme')
    expect(await page.getAttribute('html', 'data-theme')).toBe('light')
    await page.close()
  })

  test('what was let through, the attempts and the diagnostics have their place', async () => {
    const { page } = await open('excepted')
    expect(await page.locator('#exceptions').textContent()).toContain('team/x')
    await page.close()
    const { page: other } = await open('nasty')
    expect(await other.locator('#attempts').textContent()).toContain('Attempt 2 of 3: 4 resolved, 1 new, 2 left.')
    expect(await other.locator('#diagnostics').textContent()).toContain('input.unparsable')
    const changes = await other.locator('#changes').textContent()
    for (const words of [
      'not approved; owners: @everyone',
      'approved by @olga',
      '1 fewer and 1 more than now',
      'fewer',
    ])
      expect(changes).toContain(words)
    await other.close()
  })

  test('the verdict can be read without JavaScript', async () => {
    const { page } = await open('nasty', { javaScriptEnabled: false })
    expect(await page.locator('h1').textContent()).toContain('2 errors and 3 violations')
    expect(await page.locator('noscript').count()).toBe(1)
    await page.close()
  })

  test('asks no server for anything, on a server too', async () => {
    const asked: string[] = []
    const server = createServer(({ url = '' }, response) => {
      asked.push(url)
      response.setHeader('content-type', 'text/html')
      response.end(url === '/' ? readFileSync(join(folder, 'nasty.html')) : '')
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as { port: number }).port}/`)
    await page.waitForTimeout(100)
    await page.close()
    server.closeAllConnections()
    server.close()
    expect(asked.filter((one) => one !== '/favicon.ico')).toEqual(['/'])
  })
})
