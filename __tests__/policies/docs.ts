// Writes the pages of docs/policies anew: `npm run docs:policies`. A test holds them against the policies.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/built.ts'
import { policyPages } from './policy-pages.ts'

const pages = await policyPages()
for (const [path, text] of pages) writeFileSync(join(ROOT, path), text)
console.log(`${pages.size} pages`)
