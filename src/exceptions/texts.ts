import { parseYaml } from '../documents/cluster-yaml.ts'
import type { DocumentRef, ResourceId } from '../model/document.ts'

/** A resource in a text, by what it says of itself. */
export interface Described {
  readonly id: ResourceId
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** First line of its document, from 1. */
  readonly line: number
}

/** The resources of a text, members of lists among them. A text that cannot be read says nothing of any resource. */
export function describedIn(text: string): readonly Described[] {
  try {
    return parseYaml(text).flatMap((document) => {
      const start = document.contents?.range[0] ?? 0
      const line = text.slice(0, start).split('\n').length
      return document.errors.length > 0 ? [] : described(document.toJS({ maxAliasCount: 20 }), line)
    })
  } catch {
    return []
  }
}

function described(value: unknown, line: number): readonly Described[] {
  if (!isObject(value)) return []
  const { kind, apiVersion, items, metadata } = value
  if (String(kind).endsWith('List') && Array.isArray(items)) return items.flatMap((item) => described(item, line))
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isObject(metadata)) return []
  const { name, namespace, generateName, labels, annotations } = metadata
  const id = {
    apiVersion,
    kind,
    namespace: textOf(namespace),
    name: textOf(name),
    ...(typeof generateName === 'string' ? { generateName } : {}),
  }
  return [{ id, labels: textsOf(labels), annotations: textsOf(annotations), line }]
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

/** Whether both are one resource, as far as a file can tell. */
export function isSame(one: ResourceId, other: ResourceId): boolean {
  return identity(one) === identity(other)
}

/** The engine's reader gives a resource without a namespace the one that it would go to. */
const identity = ({ apiVersion, kind, namespace, name, generateName }: ResourceId): string =>
  JSON.stringify([apiVersion, kind, namespace || 'default', name, name === '' ? generateName : ''])

/** What stands in files, now and at the base, read once. */
export class Descriptions {
  private readonly texts: ReadonlyMap<string, string>
  private readonly known = new Map<string, readonly Described[]>()

  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts
  }

  in(file: string): readonly Described[] {
    const found = this.known.get(file) ?? describedIn(this.texts.get(file) ?? '')
    this.known.set(file, found)
    return found
  }

  of({ file, resource }: Pick<DocumentRef, 'file' | 'resource'>): Described | undefined {
    return this.in(file).find(({ id }) => isSame(id, resource))
  }
}
