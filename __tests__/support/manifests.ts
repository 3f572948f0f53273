/** Policies and manifests that the end-to-end tests judge. Lines matter: places in golden files point at them. */

export const LIMITS_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-limits
  annotations:
    policies.kyverno.io/severity: medium
    policies.kyverno.io/description: A container without limits may take all of its node.
spec:
  validationFailureAction: Enforce
  rules:
    - name: limits
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        message: CPU and memory limits are required.
        pattern:
          spec:
            containers:
              - resources:
                  limits:
                    cpu: "?*"
                    memory: "?*"
`

export const NETWORK_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: no-open-ingress
spec:
  validationFailureAction: Audit
  rules:
    - name: cidr
      match:
        any:
          - resources:
              kinds: [NetworkPolicy]
      validate:
        message: Ingress from everywhere is not allowed.
        deny:
          conditions:
            any:
              - key: "{{ request.object.spec.ingress[].from[].ipBlock.cidr }}"
                operator: AnyIn
                value: [0.0.0.0/0]
`

export function deployment(name: string, limits = false): string {
  const resources = limits ? '          resources: {limits: {cpu: 1, memory: 1Gi}}\n' : '          resources: {}\n'
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: main
          image: ${name}:1
${resources}`
}

export const OPEN_NETWORK = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: open
spec:
  podSelector: {}
  ingress:
    - from:
        - ipBlock:
            cidr: 0.0.0.0/0
`

/** Pods may not use the network of their node. */
export const HOST_NETWORK_POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-host-network}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: refused, pattern: {spec: {"=(hostNetwork)": "false"}}}
`
