import { basename, dirname, extname } from 'node:path/posix'
import { belongsTo } from '../changes/gate-inputs.ts'
import { isGlob } from '../inputs/globs.ts'

/** What teams call a folder that is there for policies. */
const FOR_POLICIES = /^(?:policies|policy|kyverno|rego|opa|conftest)$/i

/**
 * The folders and files that `policies` has to name for these files to judge. A folder is named whole where its name or all
 * that is in it says that it is one of policies, so that a policy that joins it later counts; a policy among manifests is
 * named by itself.
 */
export function policyPlaces(policies: readonly string[], files: readonly string[]): readonly string[] {
  const known = new Set(policies)
  const entries = [...new Set(policies.map((path) => placeOf(path, known, files)))].sort()
  return entries.filter((entry) => !entries.some((other) => other !== entry && belongsTo(other)(entry)))
}

function placeOf(path: string, policies: ReadonlySet<string>, files: readonly string[]): string {
  const parts = dirname(path).split('/')
  const named = parts.findIndex((part) => FOR_POLICIES.test(part))
  if (named >= 0) return withoutGlob(parts.slice(0, named + 1).join('/'))
  const folder = dirname(path)
  const beside = files.filter((file) => dirname(file) === folder && extname(file) === extname(path))
  const isOwn = folder !== '.' && beside.every((file) => policies.has(file) || /_test\.\w+$/.test(basename(file)))
  return withoutGlob(isOwn ? folder : path)
}

/** `policies` takes globs: a name that reads as one would name something else. The folder above holds it as well. */
function withoutGlob(path: string): string {
  return isGlob(path) ? withoutGlob(dirname(path)) : path
}
