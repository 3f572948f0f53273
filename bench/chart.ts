import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const TEMPLATES = 30

const template = (at: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}-service-${at}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.service${at}.replicas }}
  selector:
    matchLabels:
      app: service-${at}
  template:
    metadata:
      labels:
        app: service-${at}
        {{- include "shop.labels" . | nindent 8 }}
    spec:
      hostNetwork: {{ .Values.service${at}.hostNetwork | default false }}
      containers:
        - name: service
          image: "{{ .Values.image.registry }}/service-${at}:{{ .Values.service${at}.tag }}"
          {{- with .Values.service${at}.env }}
          env:
            {{- range $name, $value := . }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
          {{- end }}
          resources:
            {{- toYaml .Values.service${at}.resources | nindent 12 }}
`

const HELPERS = `{{- define "shop.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}
{{- define "shop.labels" -}}
app.kubernetes.io/name: {{ include "shop.name" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
`

const RESOURCES = `  resources:
    requests: {cpu: 100m, memory: 64Mi}
    limits: {cpu: 200m, memory: 128Mi}
`

const values = (): string =>
  `image: {registry: registry.example.com}\n${services((at) => `service${at}:\n  replicas: 2\n  tag: "1.0"\n  env: {LOG_LEVEL: info}\n${RESOURCES}`)}`

const services = (text: (at: number) => string): string =>
  Array.from({ length: TEMPLATES }, (_, at) => text(at)).join('')

/** Sets of values on top of the chart's own. */
export const SETS: readonly (readonly string[])[] = [[], ['values-staging.yaml'], ['values-prod.yaml']]

/** Writes a chart of 30 Deployments with three sets of values; `isFaulty` has production take limits away from one of them. */
export function writeChart(folder: string, isFaulty: boolean): void {
  const files: Record<string, string> = {
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: "1.0"\n',
    'values.yaml': values(),
    'values-staging.yaml': services((at) => `service${at}: {replicas: 1}\n`),
    'values-prod.yaml': `${services((at) => `service${at}: {replicas: 6, env: {LOG_LEVEL: warn}}\n`)}`,
    'templates/_helpers.tpl': HELPERS,
  }
  if (isFaulty)
    files['values-prod.yaml'] =
      files['values-prod.yaml']?.replace('service7: {', 'service7: {resources: {limits: {memory: null}}, ') ?? ''
  for (let at = 0; at < TEMPLATES; at++) files[`templates/service-${at}.yaml`] = template(at)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
