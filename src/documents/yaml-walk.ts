import type { NodePath } from '../model/position.ts'
import type { YamlEntry, YamlNode, YamlText } from './yaml-nodes.ts'

/** How far a path could be followed. */
export interface Walk {
  /** The last entry that exists on the way; undefined when not even the first step does. */
  readonly entry: YamlEntry | undefined
  /** What the path leads to, aliases followed; meaningful when `whole`. */
  readonly node: YamlNode
  /** Every step exists. */
  readonly whole: boolean
  /** The path as the document has it: keys put together again, members of sequences as numbers. */
  readonly path: NodePath
}

interface Step {
  readonly entry: YamlEntry
  /** How many parts of the path the step used up. */
  readonly used: number
  readonly name: string | number
}

/** Follows a path from a node as far as the document goes. */
export function walk(yaml: YamlText, path: NodePath, from: YamlNode = yaml.root): Walk {
  let entry: YamlEntry | undefined
  let node = yaml.resolve(from)
  const taken: (string | number)[] = []
  for (let at = 0; at < path.length; ) {
    const step = stepInto(yaml, node, path, at)
    if (step === undefined) return { entry, node, whole: false, path: [...taken, ...path.slice(at)] }
    entry = step.entry
    node = yaml.resolve(entry.value)
    taken.push(step.name)
    at += step.used
  }
  return { entry, node, whole: true, path: taken }
}

function stepInto(yaml: YamlText, node: YamlNode, path: NodePath, at: number): Step | undefined {
  switch (node.kind) {
    case 'map':
      return stepIntoMap(yaml, node, path, at)
    case 'seq':
      return stepIntoSequence(yaml, node, path[at] as string | number)
    case 'scalar':
    case 'alias':
    case 'empty':
      return undefined
  }
}

/**
 * Engines do not escape the slash in a key such as `app.kubernetes.io/name`, so the longest run of parts that is a
 * key is taken; a JSON pointer's escapes are undone where the key is not there as written.
 */
function stepIntoMap(yaml: YamlText, map: YamlNode, path: NodePath, at: number): Step | undefined {
  const most = Math.min(yaml.slashes(map) + 1, path.length - at)
  for (let used = most; used > 0; used--) {
    const name = path.slice(at, at + used).join('/')
    for (const written of name.includes('~') ? [name, unescapePointer(name)] : [name]) {
      const entry = yaml.member(map, written)
      if (entry !== undefined) return { entry, used, name: written }
    }
  }
  return undefined
}

const unescapePointer = (name: string): string => name.replaceAll('~1', '/').replaceAll('~0', '~')

/** `*` is followed only where it can mean one member: which of several is meant, nobody said. */
function stepIntoSequence(yaml: YamlText, sequence: YamlNode, part: string | number): Step | undefined {
  const any = part === '*' && yaml.length(sequence) === 1
  const index = any ? 0 : /^\d{1,9}$/.test(String(part)) ? Number(part) : -1
  const entry = index < 0 ? undefined : yaml.item(sequence, index)
  return entry === undefined ? undefined : { entry, used: 1, name: index }
}
