import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changedRows, inChangelog } from '../../scripts/upgrade/rows.ts'
import { requiredIn, UPSTREAMS, withVersion } from '../../scripts/upgrade/upstreams.ts'
import { NODE24, ROOT } from '../support/built.ts'

const upgrade = (...args: string[]): string =>
  execFileSync(NODE24, ['scripts/upgrade/upgrade-engines.ts', ...args], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' })

test('a version that is required already moves nothing, and no row differs', () => {
  const same = UPSTREAMS.map((upstream) => `${upstream.name}@${requiredIn(ROOT, upstream)}`)
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')
  expect(upgrade(...same)).toContain('0 rows differ')
  expect(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).toBe(changelog)
})

test('a dry run tells every step and takes none', () => {
  const before = readFileSync(join(ROOT, 'engine/kyverno/go.mod'), 'utf8')
  const plan = upgrade('--dry-run', 'kyverno@v9.9.9')
  expect(plan).toContain('→ v9.9.9 (github.com/kyverno/kyverno in engine/kyverno/go.mod)')
  for (const step of ['edit: src/host/tools/releases.ts', 'build: kyverno', 'run: npm run differential:both'])
    expect(plan).toContain(step)
  expect(readFileSync(join(ROOT, 'engine/kyverno/go.mod'), 'utf8')).toBe(before)
})

test('an upstream that there is not is refused', () => {
  expect(() => upgrade('--dry-run', 'gatekeeper@v1.0.0')).toThrow(/one of kyverno, conftest, opa, helm, kustomize/)
})

test('whatever names a version names the one that is required', () => {
  for (const upstream of UPSTREAMS)
    for (const { file, pattern } of upstream.alsoIn)
      expect([file, pattern.exec(readFileSync(join(ROOT, file), 'utf8'))?.[1]]).toEqual([
        file,
        requiredIn(ROOT, upstream).slice(1),
      ])
})

test('only the version is exchanged', () => {
  expect(withVersion("a: '1.0.0', b: '1.0.0'", /b: '([^']+)'/, '2.0.0')).toBe("a: '1.0.0', b: '2.0.0'")
  expect(() => withVersion('a', /b: (.)/, '2')).toThrow('is not there')
})

test('rows that differ, are gone or are new are written into the changelog', () => {
  const changed = changedRows(
    { same: 'pass', other: 'pass', gone: 'fail' },
    { same: 'pass', other: 'fail', new: 'skip' },
  )
  expect(changed.map(({ row, before, after }) => `${row} ${before} ${after}`)).toEqual([
    'gone fail no answer',
    'new no answer skip',
    'other pass fail',
  ])
  const written = inChangelog('# Changes\n\n## Unreleased\n\n- Before.\n', ['kyverno 2.0.0'], changed)
  expect(written).toContain(
    '## Unreleased\n\n- Upstream is now kyverno 2.0.0; 3 rows of the public suites differ:\n  - `gone`',
  )
  expect(written.endsWith('`other`: pass → fail\n- Before.\n')).toBe(true)
})
