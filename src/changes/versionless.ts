import type { Diagnostic } from '../model/diagnostic.ts'

/** Kinds of Kubernetes itself that stand in repositories. */
const KINDS = new Set(
  `ClusterRole ClusterRoleBinding ConfigMap CronJob CustomResourceDefinition DaemonSet Deployment HorizontalPodAutoscaler Ingress
  IngressClass Job LimitRange Namespace NetworkPolicy PersistentVolume PersistentVolumeClaim Pod PodDisruptionBudget PriorityClass
  ReplicaSet ReplicationController ResourceQuota Role RoleBinding Secret Service ServiceAccount StatefulSet StorageClass`.split(
    /\s+/,
  ),
)

const KIND = /^["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/m
const VERSION = /^["']?apiVersion["']?[ \t]*:/m
const BODY = /^["']?(?:metadata|spec)["']?[ \t]*:/m

/**
 * Documents that say which kind of Kubernetes they are, and not of which version. No cluster takes them, so no policy judges them;
 * who reads "0 documents in scope" ought to know why. Other files with a `kind` of their own are left alone.
 */
export function versionlessIn(path: string, text: string): readonly Diagnostic[] {
  if (!text.includes('kind')) return []
  const found = /^\s*\{/.test(text) ? inJson(text) : inYaml(text)
  return found.map(({ kind, line }) => ({
    level: 'warning',
    code: 'input.no-api-version',
    message: `this ${kind} has no apiVersion: no cluster takes it, and no policy judges it`,
    file: path,
    line,
    remedy: 'write its `apiVersion`',
    blame: 'user',
  }))
}

interface Versionless {
  readonly kind: string
  readonly line: number
}

function inYaml(text: string): readonly Versionless[] {
  let before = 0
  return text.split(/^---(?=\s|$)/m).flatMap((part) => {
    const [kind = ''] = KIND.exec(part)?.slice(1) ?? []
    const start = before
    before += part.split('\n').length - 1
    if (!KINDS.has(kind) || VERSION.test(part) || !BODY.test(part)) return []
    return [{ kind, line: start + part.slice(0, part.search(KIND)).split('\n').length }]
  })
}

function inJson(text: string): readonly Versionless[] {
  const { apiVersion, kind, metadata, spec } = parsed(text)
  if (typeof kind !== 'string' || !KINDS.has(kind) || apiVersion !== undefined || (metadata ?? spec) === undefined)
    return []
  return [{ kind, line: 1 }]
}

/** What is no JSON is for the reader of the cluster to tell. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
