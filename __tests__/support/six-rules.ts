/** Six rules, of which a program can mend five by what the feedback says; nobody but the author knows a tag. */
const RULES: Readonly<Record<string, string>> = {
  team: '{metadata: {labels: {team: "payments | shop"}}}',
  limits: '{spec: {containers: [{resources: {limits: {cpu: "?*", memory: "?*"}}}]}}',
  privileged: '{spec: {containers: [{=(securityContext): {=(privileged): "false"}}]}}',
  host: '{spec: {=(hostNetwork): "false"}}',
  registry: '{spec: {containers: [{image: "registry.example/*"}]}}',
  tag: '{spec: {containers: [{image: "!*:latest"}]}}',
}

export const SIX_RULES = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: six
  annotations: {policies.kyverno.io/description: What every workload has to follow.}
spec:
  validationFailureAction: Enforce
  rules:
${Object.entries(RULES)
  .map(
    ([name, pattern]) => `    - name: ${name}
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: ${name} is not as it has to be.
        pattern: ${pattern}
`,
  )
  .join('')}`
