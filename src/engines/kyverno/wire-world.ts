import type { Diagnostic } from '../../model/diagnostic.ts'
import type { World } from '../../model/world.ts'

/** The parts of a world that are files of their own. */
const FILES = ['values', 'userInfo', 'context'] as const

/**
 * A world as the module takes it: texts without names, and nothing that is meant for another engine. Parameters of bindings are
 * objects of the cluster as well, where a suite does not say what each is.
 */
export function wireWorld({ parameters: _ofRego, values, userInfo, context, ...rest }: World): unknown {
  const { cluster = [], params = [], complete } = rest
  return {
    ...rest,
    cluster: complete === true ? cluster : [...new Set([...cluster, ...params])],
    values: values?.text,
    userInfo: userInfo?.text,
    context: context?.text,
  }
}

/** The module names the part that it cannot use; a person wants the file. */
export function inWorldFile({ file: part, line, ...diagnostic }: Diagnostic, world: World): Diagnostic {
  const name = FILES.find((one) => one === part)
  const file = name === undefined ? undefined : world[name]?.path
  if (file === undefined) return diagnostic
  return { ...diagnostic, file, ...(line === undefined ? {} : { line }) }
}
