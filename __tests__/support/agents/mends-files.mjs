// An agent without a model, in a checkout: it applies the remedies of the feedback to the files that they name, which hold JSON.
import { readFileSync, writeFileSync } from 'node:fs'
import { apply } from './json-patch.mjs'

const [, feedback] = /```json\n([\s\S]*?)\n```/.exec(readFileSync(0, 'utf8'))
for (const { place, remedy } of JSON.parse(feedback).findings) {
  if (remedy === undefined) continue
  const manifest = JSON.parse(readFileSync(place.file, 'utf8'))
  for (const operation of remedy.patch) apply(manifest, operation)
  writeFileSync(place.file, `${JSON.stringify(manifest, null, 2)}\n`)
}
