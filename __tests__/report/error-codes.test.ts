import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Words before the dot that make a quoted text a code; `policy.yaml` and the like are names of files. */
const CODE =
  /'((?:config|event|changes|git|github|host|policies|policy|input|suite|engine|approval|exception|params|packs|baseline|loop|tool|parts)\.[a-z-]+)'/g

test('every code of a diagnostic is documented', () => {
  const documented = readFileSync('docs/errors.md', 'utf8')
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const codes = files.flatMap((file) =>
    [...readFileSync(join('src', file), 'utf8').matchAll(CODE)].map(([, code]) => code),
  )
  const missing = [...new Set(codes)].filter(
    (code) => !/\.(?:ya?ml|wasm|com)$/.test(code ?? '') && !documented.includes(`\`${code}\``),
  )
  expect(codes.length).toBeGreaterThan(30)
  expect(missing).toEqual([])
})
