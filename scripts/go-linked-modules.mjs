// What Go put into a compiled engine. Go writes the list of modules into every program that it builds, so it can be read
// from the shipped file itself: go.mod names many more, which stubs and unused packages leave out.
import { readFileSync } from 'node:fs'
import { unpack } from './packed-engine.mjs'

/** What cmd/go puts around the list (modload.ModInfoData). */
const BEGIN = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex')
const END = Buffer.from('f932433186182072008242104116d8f2', 'hex')

/**
 * The modules in an engine, Go's own library among them as `std`, without ours. `entry` is what the manifest says of the file;
 * `origin` is where the source of a replaced module comes from.
 */
export function linkedModules(file, entry) {
  const module = unpack(readFileSync(file), entry)
  const lines = buildInfo(module).split('\n')
  const modules = lines.flatMap((line, at) => (line.startsWith('dep\t') ? dependency(line, lines[at + 1] ?? '') : []))
  return [{ path: 'std', version: goVersion(module) }, ...modules]
}

/** `dep\tPATH\tVERSION`, then `=>\tORIGIN\tVERSION` where it is replaced; a folder of ours is nobody else's. */
function dependency(line, next) {
  const [, path, version] = line.split('\t')
  const [arrow, origin = '', replaced] = next.split('\t')
  if (arrow !== '=>') return [{ path, version }]
  return origin.startsWith('.') ? [] : [{ path, version: replaced, origin }]
}

function buildInfo(module) {
  const start = module.indexOf(BEGIN)
  const end = module.indexOf(END, start)
  if (start < 0 || end < 0) throw new Error('the module does not say what it was built from')
  return module.subarray(start + BEGIN.length, end).toString('utf8')
}

/** The name of the Go release, such as go1.26.8; the module holds it more than once and no other. */
function goVersion(module) {
  const found = new Set()
  for (let at = module.indexOf('go1.'); at >= 0; at = module.indexOf('go1.', at + 1)) {
    const [name] = /^go1\.\d+\.\d+/.exec(module.toString('latin1', at, at + 12)) ?? []
    if (name !== undefined) found.add(name)
  }
  if (found.size !== 1) throw new Error(`expected the name of one Go release in the module, found ${[...found]}`)
  return [...found][0]
}
