// An agent without a model: it answers with a manifest that breaks six rules, then does what the feedback says.
import { readFileSync } from 'node:fs'
import { apply } from './json-patch.mjs'

const prompt = readFileSync(0, 'utf8')
const blocks = [...prompt.matchAll(/^(`{3,})(\w*)\n([\s\S]*?)\n\1$/gm)].map(([, , language, text]) => ({
  language,
  text,
}))
const feedback = blocks.findLast(({ language }) => language === 'json')

const FIRST = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'payments', labels: { app: 'payments' } },
  spec: {
    hostNetwork: true,
    containers: [{ name: 'main', image: 'docker.io/shop/payments:latest', securityContext: { privileged: true } }],
  },
}

function mended() {
  const answer = blocks.at(-2).text
  const manifest = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(answer)[1])
  const { findings, next } = JSON.parse(feedback.text)
  if (next !== 'fix') throw new Error(`asked again after ${next}`)
  const remedies = findings.filter(({ remedy }) => remedy !== undefined)
  for (const { remedy } of remedies) for (const operation of remedy.patch) apply(manifest, operation)
  // What has no remedy is left for the next attempt, in which there is nothing else to do.
  if (remedies.length === 0)
    for (const { expected } of findings)
      if (expected.values.includes('!*:latest'))
        manifest.spec.containers[0].image = manifest.spec.containers[0].image.replace(':latest', ':1.4.2')
  return manifest
}

const manifest = feedback === undefined ? FIRST : mended()
console.log(`Attempt ${process.env.POLICY_GATE_ATTEMPT}:\n\n\`\`\`json\n${JSON.stringify(manifest, null, 2)}\n\`\`\`\n`)
