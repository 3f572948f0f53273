// Prints what is in a release as SPDX: the npm packages of the bundles, as npm lists them, and the Go modules that the shipped
// engines say they were built from. npm knows nothing of the latter, and they are most of what runs.
//
//   npm run --silent sbom > policy-gate.spdx.json
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { linkedModules } from './go-linked-modules.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const engines = join(root, 'dist/engines')
const { modules } = JSON.parse(readFileSync(join(engines, 'manifest.json'), 'utf8'))

const npm = ['sbom', '--omit=dev', '--sbom-format=spdx']
const document = JSON.parse(execFileSync('npm', npm, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }))

for (const [name, engine] of Object.entries(modules)) {
  const own = `SPDXRef-Engine-${name}`
  add(packageOf(own, `policy-gate engine ${name}`, engine.version), document.SPDXID, 'DESCRIBES')
  for (const module of linkedModules(join(engines, engine.file), engine)) {
    const id = `SPDXRef-Go-${name}-${`${module.path}-${module.version}`.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`
    add(packageOf(id, module.path, module.version, purlOf(module)), own, 'CONTAINS')
  }
}

console.log(JSON.stringify(document, null, 2))

function add(component, by, relationshipType) {
  document.packages.push(component)
  document.relationships.push({ spdxElementId: by, relatedSpdxElement: component.SPDXID, relationshipType })
}

function packageOf(SPDXID, name, versionInfo, purl) {
  const reference = { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }
  return {
    SPDXID,
    name,
    versionInfo,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...(purl === undefined ? {} : { externalRefs: [reference] }),
  }
}

/** What a replaced module is comes from where it was taken. */
function purlOf({ path, origin = path, version }) {
  return `pkg:golang/${origin}@${encodeURIComponent(version)}`
}
