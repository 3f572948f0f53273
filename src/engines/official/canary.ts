/** Names that no policy of a user has. */
export const CANARY = { policy: 'policy-gate-canary', rule: 'seen' } as const

/**
 * A policy that passes every resource: the CLI ends with 0 when it passed over a resource or a policy, and only a row for each
 * shows that it was judged.
 */
export const CANARY_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${CANARY.policy}
  annotations:
    pod-policies.kyverno.io/autogen-controllers: none
spec:
  background: false
  rules:
    - name: ${CANARY.rule}
      match:
        any:
          - resources:
              kinds:
                - "*"
      validate:
        failureAction: Audit
        message: seen
        deny:
          conditions:
            any:
              - key: seen
                operator: Equals
                value: unseen
`
