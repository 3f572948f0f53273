import { createHash } from 'node:crypto'
import type { Finding } from '../model/finding.ts'

/**
 * What makes a finding the same finding in the next run: policy, rule, resource and the place inside it, but neither its
 * line nor its message, which change with what stands around it. 16 hexadecimal digits.
 */
export function fingerprint({ result, path }: Finding): string {
  const { policy, rule, document } = result
  const { apiVersion, kind, namespace, name, generateName = '' } = document.resource
  const identity = [policy.engine, policy.namespace, policy.name, rule, apiVersion, kind, namespace, name, generateName]
  const place = path ?? []
  return createHash('sha256')
    .update(JSON.stringify([...identity, place]))
    .digest('hex')
    .slice(0, 16)
}

/**
 * Fingerprints of many findings, each once: where two findings are alike (the same resource in two files), the
 * second one's has a number. Findings in, fingerprints out in the same order.
 */
export function fingerprints(findings: readonly Finding[]): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>()
  const found = new Map<Finding, string>()
  for (const finding of findings) {
    const print = fingerprint(finding)
    const times = (seen.get(print) ?? 0) + 1
    seen.set(print, times)
    found.set(finding, `${print}:${times}`)
  }
  return found
}
