// Writes style and program of the HTML report into src/report/html/assets.ts, from which they are bundled as text:
// npm run html-assets. A test tells when that was forgotten.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/report/html')

/** Comments and indentation are for those who read the sources. */
function slim(text: string): string {
  const lines = text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n')
}

export function assets(): string {
  const read = (name: string) => JSON.stringify(slim(readFileSync(join(folder, 'client', name), 'utf8')))
  const head = '// Written by `npm run html-assets` from client/page.css and client/page.js: change those.\n'
  return `${head}\nexport const STYLE = ${read('page.css')}\n\nexport const SCRIPT = ${read('page.js')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(folder, 'assets.ts'), assets())
