import { isRecord } from './edits.ts'

// The Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/) as patterns, to draft
// from. Whether a pod conforms is for the engine to say, which has the standards' own code.

const CONTAINER_BASELINE = { '=(securityContext)': { '=(privileged)': false, '=(capabilities)': { 'X(add)': null } } }

const CONTAINER_RESTRICTED = {
  securityContext: {
    allowPrivilegeEscalation: false,
    '=(privileged)': false,
    '=(runAsNonRoot)': true,
    capabilities: { drop: ['ALL'], 'X(add)': null },
  },
}

const HOST = { '=(hostNetwork)': false, '=(hostPID)': false, '=(hostIPC)': false }

function pod(container: unknown, more: Readonly<Record<string, unknown>>): unknown {
  const lists = { containers: [container], '=(initContainers)': [container], '=(ephemeralContainers)': [container] }
  return { spec: { ...HOST, ...more, ...lists } }
}

const BASELINE = pod(CONTAINER_BASELINE, {})
const RESTRICTED = pod(CONTAINER_RESTRICTED, {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
})

/** Patterns that a pod of the level of a `podSecurity` rule follows. */
export function podSecurityPatterns(condition: unknown): readonly unknown[] {
  const level = isRecord(condition) ? condition['level'] : undefined
  return level === 'restricted' ? [RESTRICTED] : [BASELINE]
}
