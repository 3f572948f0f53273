import type { Finding } from '../model/finding.ts'

/**
 * A plan and the sources that it was made of are judged by the same rules: what both say of one line is one finding, the plan's, which
 * knows the values. Marks keep findings apart: what excuses one must not cover the other.
 */
export function withoutSaidByPlan(findings: readonly Finding[]): readonly Finding[] {
  const said = new Set(findings.filter(({ result }) => result.document.content === 'terraform-plan').map(placeOf))
  return findings.filter((finding) => finding.result.document.format !== 'hcl2' || !said.has(placeOf(finding)))
}

function placeOf({ result, location, marks }: Finding): string {
  const { policy, rule, status } = result
  return JSON.stringify([policy.file, policy.name, rule, status, location.file, location.line, marks])
}
