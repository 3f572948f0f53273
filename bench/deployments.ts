/**
 * Deployments as a team's repository has them, the same in every run. Of three, one lacks limits and one lacks probes,
 * so that a run has passes and failures of every policy to report.
 */
export function deployments(count: number): string {
  return Array.from({ length: count }, (_, index) => deployment(index)).join('---\n')
}

function deployment(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-${index}
  namespace: team-${index % 17}
  labels:
    app: service-${index}
    app.kubernetes.io/name: service-${index}
    app.kubernetes.io/part-of: shop
spec:
  replicas: ${1 + (index % 4)}
  selector:
    matchLabels:
      app: service-${index}
  template:
    metadata:
      labels:
        app: service-${index}
    spec:
      automountServiceAccountToken: false
      containers:
        - name: app
          image: ghcr.io/shop/service-${index}:1.${index % 10}.0
          ports:
            - containerPort: 8080
              name: http
          env:
            - name: LOG_LEVEL
              value: info
            - name: SHARD
              value: "${index}"
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
${index % 3 === 0 ? '' : LIMITS}          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities:
              drop:
                - ALL
${index % 3 === 1 ? '' : PROBES}          volumeMounts:
            - name: scratch
              mountPath: /tmp
      volumes:
        - name: scratch
          emptyDir: {}
`
}

const LIMITS = `            limits:
              cpu: 500m
              memory: 256Mi
`

const PROBES = `          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 10
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 5
`
