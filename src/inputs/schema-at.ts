import * as z from 'zod/mini'
import { TOLD } from './told.ts'

/** What a schema wants at a place in it. */
export interface Wanted {
  /** What may stand there, as an error says it. */
  readonly expected: string
  /** The only words that may stand there, where they are few. */
  readonly values: readonly string[]
  /** The only keys that may stand there. */
  readonly keys: readonly string[]
  /** What its keys may be called, where they can be chosen. */
  readonly naming: string | undefined
}

interface Node {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Node>>
  readonly expected?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Node[]
  readonly items?: Node
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly propertyNames?: Node
}

/** Looks up a place in the schema's JSON form, which is what editors know of it as well. */
export function schemaAt(schema: z.core.$ZodType, path: readonly (string | number)[]): Wanted {
  const root = z.toJSONSchema(schema, { io: 'input', metadata: TOLD }) as Node
  const nodes = path.reduce<readonly Node[]>((from, key) => from.flatMap((node) => below(root, node, key)), [root])
  const reached = nodes.flatMap((node) => alternatives(root, node))
  return {
    expected: reached.find(({ expected }) => expected !== undefined)?.expected ?? 'something else',
    values: reached.flatMap((node) => node.enum ?? []).map(String),
    keys: reached.flatMap(({ properties = {} }) => Object.keys(properties)),
    naming: reached.flatMap(({ propertyNames }) =>
      propertyNames === undefined ? [] : alternatives(root, propertyNames),
    )[0]?.expected,
  }
}

function below(root: Node, node: Node, key: string | number): readonly Node[] {
  return alternatives(root, node).flatMap(({ items, properties = {}, additionalProperties: others }) => {
    if (typeof key === 'number') return items === undefined ? [] : [items]
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined
    return own === undefined ? (typeof others === 'object' ? [others] : []) : [own]
  })
}

/** The node itself, what it refers to, and each of the forms that it may have. */
function alternatives(root: Node, node: Node): readonly Node[] {
  const name = node.$ref?.replace('#/$defs/', '')
  const target = name === undefined ? undefined : root.$defs?.[name]
  return [node, ...(node.anyOf ?? []), ...(target === undefined ? [] : [target])]
}
