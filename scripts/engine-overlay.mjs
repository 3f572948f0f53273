// Turns engine/<name>/engine.json into a Go build overlay over the vendored upstream sources.
//
// replaceDirectories: a whole package becomes one stub file of ours.
// replaceFiles:       one upstream file becomes a stub of ours.
// patches:            [{file, why, find, replace}]: `find` must occur exactly once, so that an
//                     upstream change is noticed at build time instead of being patched blindly.
// dropFiles:          upstream files left out of the build (embedded data that is not needed).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes the overlay file for an engine folder and returns its path. */
export function writeOverlay(engineDir, workDir) {
  const spec = JSON.parse(readFileSync(join(engineDir, 'engine.json'), 'utf8'))
  const replace = {}
  for (const [pkg, stub] of Object.entries(spec.replaceDirectories ?? {})) replacePackage(replace, engineDir, pkg, stub)
  for (const [file, stub] of Object.entries(spec.replaceFiles ?? {})) {
    replace[vendored(engineDir, file)] = join(engineDir, 'stubs/overlay', stub)
  }
  for (const file of spec.dropFiles ?? []) replace[vendored(engineDir, file)] = ''
  writePatched(replace, engineDir, workDir, spec.patches ?? [])
  const path = join(workDir, 'overlay.json')
  writeFileSync(path, JSON.stringify({ Replace: replace }, null, 2))
  return path
}

const vendored = (engineDir, file) => join(engineDir, 'vendor', file)

function replacePackage(replace, engineDir, pkg, stub) {
  const dir = vendored(engineDir, pkg)
  const sources = readdirSync(dir).filter((name) => name.endsWith('.go'))
  if (sources.length === 0) throw new Error(`${pkg}: no Go source to replace`)
  for (const name of sources) replace[join(dir, name)] = ''
  replace[join(dir, sources[0])] = join(engineDir, 'stubs/overlay', stub)
}

function writePatched(replace, engineDir, workDir, patches) {
  const texts = new Map()
  for (const { file, find, replace: replacement, why } of patches) {
    if (!why) throw new Error(`${file}: a patch needs a reason`)
    const text = texts.get(file) ?? readFileSync(vendored(engineDir, file), 'utf8')
    const occurrences = text.split(find).length - 1
    if (occurrences !== 1)
      throw new Error(`${file}: expected the patched text once, found it ${occurrences} times:\n${find}`)
    texts.set(
      file,
      text.replace(find, () => replacement),
    )
  }
  for (const [file, text] of texts) {
    const target = join(workDir, 'patched', file)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    replace[vendored(engineDir, file)] = target
  }
}
