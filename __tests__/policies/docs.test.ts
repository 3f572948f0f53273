import { textOf } from './packs.ts'
import { policyPages } from './policy-pages.ts'

test('the pages of docs/policies say what the policies and their suites say; else run npm run docs:policies', async () => {
  const pages = await policyPages()
  expect(pages.size).toBeGreaterThan(14)
  for (const [path, text] of pages) expect([path, textOf(path)]).toEqual([path, text])
})

test('every page tells why, what to do, and shows what fails and what passes', async () => {
  for (const [path, text] of await policyPages()) {
    if (path.endsWith('README.md')) continue
    const empty = /^(## .*)\n\n(?=## |```yaml\n```|$)/m.exec(text)
    expect([path, empty?.[1], text.includes('undefined')]).toEqual([path, undefined, false])
    expect(text).toMatch(
      /\/policies\/\w+\.\w+\.md$/.test(path)
        ? /## What fails\n\n- \w[\s\S]*## What passes\n\n- \w/
        : /## What fails\n\n```yaml\napiVersion: [\s\S]*## What passes\n\n```yaml\napiVersion: /,
    )
  }
})
