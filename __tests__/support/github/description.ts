import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

interface Operation {
  readonly parameters?: readonly object[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: object
}

type Schema = Readonly<Record<string, unknown>>

/** GitHub's published description of its REST interface, as the judge of requests. */
export class Description {
  private readonly document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }
  private readonly ajv = new Ajv({ strict: false, validateSchema: false, coerceTypes: false, discriminator: false })
  private readonly validators = new Map<string, ValidateFunction>()

  constructor(folder: string) {
    this.document = JSON.parse(readFileSync(join(folder, 'api.github.com.json'), 'utf8'))
    addFormats.default(this.ajv)
    this.ajv.addSchema(this.document as object, 'github')
  }

  /** What is wrong with a request by the description; empty when nothing is. */
  faults(method: string, path: string, query: URLSearchParams, body: unknown): readonly string[] {
    const found = this.find(method, path)
    if (found === undefined) return [`there is no ${method} ${path}`]
    const parameters = (found.operation.parameters ?? []).map((one) => this.resolve(one)) as unknown as Parameter[]
    return [
      ...this.parameterFaults(found, parameters, query),
      ...this.bodyFaults(found.operation, `${found.pointer}/requestBody/content/application~1json/schema`, body),
    ]
  }

  private find(method: string, path: string) {
    for (const [template, operations] of Object.entries(this.document.paths)) {
      const operation = operations[method.toLowerCase()]
      const match = operation && templateOf(template).exec(path)
      if (match)
        return {
          operation,
          values: match.groups ?? {},
          pointer: `#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`,
        }
    }
    return undefined
  }

  private parameterFaults(
    { values }: { readonly values: Readonly<Record<string, string>> },
    parameters: readonly Parameter[],
    query: URLSearchParams,
  ): string[] {
    const known = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name))
    const unknown = [...query.keys()].filter((name) => !known.has(name)).map((name) => `unknown parameter ${name}`)
    const bad = parameters.flatMap((parameter) => {
      const text = parameter.in === 'path' ? values[parameter.name] : (query.get(parameter.name) ?? undefined)
      if (text === undefined) return parameter.required === true ? [`${parameter.name} is missing`] : []
      const { type } = this.resolve(parameter.schema) as { readonly type?: string }
      const value = type === 'integer' ? Number(text) : decodeURIComponent(text)
      return this.validate(parameter.schema, JSON.stringify(parameter), value)
    })
    return [...unknown, ...bad]
  }

  private bodyFaults(operation: Operation, pointer: string, body: unknown): readonly string[] {
    const schema = operation.requestBody?.content['application/json']?.schema
    if (schema === undefined) return body === undefined ? [] : ['a body where none is taken']
    if (body === undefined) return ['no body']
    return [
      ...this.validate({ $ref: `github${pointer}` }, pointer, body),
      ...this.unknownKeys(schema as Schema, body, 'body'),
    ]
  }

  private validate(schema: object, key: string, value: unknown): readonly string[] {
    const validate = this.validators.get(key) ?? this.ajv.compile(this.absolute(schema))
    this.validators.set(key, validate)
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${key.slice(-80)} ${instancePath} ${message}`)
  }

  /** GitHub ignores what it does not know; a misspelt key would never be noticed. */
  private unknownKeys(schema: Schema, value: unknown, at: string): readonly string[] {
    const { properties, items } = this.resolve(schema) as { readonly properties?: Schema; readonly items?: Schema }
    if (Array.isArray(value))
      return items === undefined ? [] : value.flatMap((one, n) => this.unknownKeys(items, one, `${at}[${n}]`))
    if (typeof value !== 'object' || value === null || properties === undefined) return []
    return Object.entries(value).flatMap(([key, inner]) => {
      const known = properties[key]
      return known === undefined
        ? [`unknown key ${at}.${key}`]
        : this.unknownKeys(known as Schema, inner, `${at}.${key}`)
    })
  }

  private resolve(schema: object): object {
    const { $ref } = schema as { readonly $ref?: string }
    if ($ref === undefined) return schema
    let found: unknown = this.document
    for (const part of $ref.slice(2).split('/'))
      found = (found as Schema)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
    return found as object
  }

  private absolute(schema: object): object {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"github#/'))
  }
}

function templateOf(template: string): RegExp {
  // The path of a file is the one parameter that holds slashes.
  const parameter = (_: string, name: string) => (name === 'path' ? '(?<path>.+)' : `(?<${name}>[^/]+)`)
  const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, parameter)
  return new RegExp(`^${pattern}$`)
}
