import { posix } from 'node:path'
import type { Answered } from './judge-suite.ts'
import type { Expectation } from './suite-file.ts'

/** One of the resources that an expected result is about, as the suite names it. */
export interface Selector {
  readonly label: string
  readonly matches: (answered: Answered) => boolean
}

/** An expected result that names no resource is about all of them. */
export function selectorsOf({ resources, resourceSpecs }: Expectation): readonly Selector[] {
  const selectors = [...resources.map(byName), ...resourceSpecs.map(bySpec)]
  return selectors.length > 0 ? selectors : [{ label: 'all resources', matches: () => true }]
}

/** A name, or namespace/name; a JSON payload is named by its path in the suite. */
function byName(label: string): Selector {
  const [name, namespace] = label.split('/').reverse()
  return {
    label,
    matches: ({ document: { resource }, payload }) =>
      payload === undefined
        ? resource.name === name && (namespace === undefined || resource.namespace === namespace)
        : payload === posix.normalize(label),
  }
}

function bySpec({ group, version, namespace, name }: Expectation['resourceSpecs'][number]): Selector {
  const apiVersion = group === '' ? version : `${group}/${version}`
  return {
    label: [apiVersion, namespace, name].join('/'),
    matches: ({ document: { resource } }) =>
      resource.apiVersion === apiVersion && resource.namespace === namespace && resource.name === name,
  }
}

/** apiVersion/kind/namespace/name, or the name of a payload. */
export function identityOf({ document: { resource }, payload }: Answered): string {
  return payload ?? [resource.apiVersion, resource.kind, resource.namespace, resource.name].join('/')
}
