import { isDeepStrictEqual } from 'node:util'
import { nearest } from '../inputs/nearest.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import { type Declaration, declarationsIn, type ParameterType } from './declarations.ts'

export type Values = Readonly<Record<string, unknown>>

export interface Parameters {
  /** What was given, completed by the policies' defaults. */
  readonly values: Values
  readonly diagnostics: readonly Diagnostic[]
}

const IS: Readonly<Record<ParameterType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Settles the values of what policies declare. A missing or ill-typed one is an error, never an empty list that allows all. */
export async function parametersOf(policies: readonly SourceFile[], given: Values): Promise<Parameters> {
  const { declarations, diagnostics } = await declarationsIn(policies)
  const defaults = declarations.filter((one) => one.default !== undefined && !Object.hasOwn(given, one.name))
  const values = { ...Object.fromEntries(defaults.map((one) => [one.name, one.default])), ...given }
  const faults = declarations.flatMap((one) => faultOf(one, values, given))
  return { values, diagnostics: [...diagnostics, ...faults, ...unknown(declarations, given)] }
}

function faultOf(declaration: Declaration, values: Values, given: Values): readonly Diagnostic[] {
  const { name, policy } = declaration
  // The default of another policy does not answer for one that wants to be told.
  if (declaration.default === undefined && !Object.hasOwn(given, name)) return [missing(declaration, given)]
  const value = values[name]
  const wrong = wrongIn(declaration, value)
  if (wrong !== undefined) return [fault('params.bad-value', declaration, `${policy}: the parameter ${name} ${wrong}`)]
  if (Object.hasOwn(given, name) || isDeepStrictEqual(value, declaration.default)) return []
  const message = `${policy}: the parameter ${name} has another default than in another policy`
  return [fault('params.conflict', declaration, message)]
}

function wrongIn({ type, items, enum: allowed }: Declaration, value: unknown): string | undefined {
  if (!IS[type](value)) return `has to be of type ${type}, and is ${JSON.stringify(value)}`
  if (allowed !== undefined && !allowed.some((one) => isDeepStrictEqual(one, value)))
    return `has to be one of ${JSON.stringify(allowed)}, and is ${JSON.stringify(value)}`
  const odd = items === undefined || !Array.isArray(value) ? [] : value.filter((item) => !IS[items](item))
  return odd.length === 0 ? undefined : `has to hold members of type ${items}, and holds ${JSON.stringify(odd[0])}`
}

function missing(declaration: Declaration, given: Values): Diagnostic {
  const { name, policy, type } = declaration
  const near = nearest(name, Object.keys(given))
  const meant = near === undefined ? '' : `; did you mean it by ${near}?`
  return {
    ...fault('params.missing', declaration, `${policy} needs the parameter ${name}, and nothing gives it`),
    remedy: `set params.${name} in the configuration (${type})${meant}`,
  }
}

function fault(code: string, { file, line }: Declaration, message: string): Diagnostic {
  const remedy = 'correct the value below `params` in the configuration, or the declaration in the policy'
  return { level: 'error', code, message, file, line, remedy, blame: 'user' }
}

/** A name that no policy declares may be misspelt. Policies that declare nothing may use it all the same. */
function unknown(declarations: readonly Declaration[], given: Values): readonly Diagnostic[] {
  if (declarations.length === 0) return []
  const known = new Set(declarations.map(({ name }) => name))
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => ({
      level: 'note',
      code: 'params.undeclared',
      message: `no policy declares the parameter ${name}, which the configuration gives`,
      blame: 'user',
    }))
}
