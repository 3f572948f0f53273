import type { NodePath } from '../model/position.ts'

/** A message repeats what a pull request wrote; more places than this are not worth following. */
const MAX_PATHS = 20

const FAILED_AT = 'failed at path '

/** The path of a pattern rule ends with a slash, and another rule of an anyPattern may follow. */
const PATH_END = /\/(?=[\s;,.)]*(?:$|\n|rule \S{1,300} (?:$|failed|error)|\(judged after))/

/** `spec.containers[0].image`, `metadata.annotations["a/b"]`, `.spec.rules[*].host`. */
const DOTTED = /(?<![\w/@-])\.?[A-Za-z][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|\*)?\]|\[(["']?)[^\]"'\s]{1,300}\1\])+/g

const PART = /\[(["']?)([^\]"']*)\1\]|[^.[\]]+/g

/** What CEL and JMESPath call the resource. */
const RESOURCE = /^\.?(?:request\.)?(?:object\.)?/

/** Fields of a pod's spec: a policy written for pods names them so, and judges a Deployment by them as well. */
const POD_FIELDS =
  /^(?:containers|initContainers|ephemeralContainers|volumes|securityContext|host\w*|serviceAccountName|automountServiceAccountToken|tolerations|affinity|nodeSelector|priorityClassName|runtimeClassName|imagePullSecrets|restartPolicy|topologySpreadConstraints)$/

const POD_SPECS: Readonly<Record<string, NodePath>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  PodTemplate: ['template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
}

/**
 * Places inside a resource of this kind that an engine's message names, best first: those the engine itself says
 * it stopped at, else those its words mention. They are hints, to be looked up in the real document.
 */
export function pathsInMessage(message: string, kind: string): readonly NodePath[] {
  const stopped = failedPaths(message)
  return stopped.length > 0 ? stopped : mentionedPaths(message, kind)
}

/** Split rather than matched, so that a long hostile message costs no more than its length. */
function failedPaths(message: string): readonly NodePath[] {
  const [, ...rests] = message.split(FAILED_AT, MAX_PATHS + 1)
  return rests.flatMap((rest) => {
    const end = PATH_END.exec(rest)?.index ?? rest.search(/\s|$/)
    const parts = rest.slice(0, end).split('/').slice(1)
    return rest.startsWith('/') && parts.length > 0 && parts[0] !== '' ? [parts] : []
  })
}

function mentionedPaths(message: string, kind: string): readonly NodePath[] {
  const found: NodePath[] = []
  for (const [mention] of message.matchAll(DOTTED)) {
    const path = partsOf(mention)
    if (path.length > 1) found.push(...withTemplate(path, kind))
    if (found.length >= MAX_PATHS) break
  }
  return [...found.filter(isDefinite), ...found.filter((path) => !isDefinite(path))]
}

function partsOf(mention: string): NodePath {
  const parts = [...mention.replace(RESOURCE, '').matchAll(PART)]
  return parts.map(([whole, , bracketed]) => (whole.startsWith('[') ? memberOf(bracketed ?? '') : whole))
}

function memberOf(bracketed: string): string | number {
  if (bracketed === '') return '*'
  return /^\d{1,9}$/.test(bracketed) ? Number(bracketed) : bracketed
}

function withTemplate(path: NodePath, kind: string): readonly NodePath[] {
  const template = POD_SPECS[kind]
  const isPodField = path[0] === 'spec' && POD_FIELDS.test(String(path[1]))
  return template !== undefined && isPodField ? [[...template, ...path], path] : [path]
}

const isDefinite = (path: NodePath): boolean => !path.includes('*')
