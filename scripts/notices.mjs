// Writes THIRD_PARTY_NOTICES.md: whose software is in dist/, and under which licences.
//
//   npm run notices             needs engine/*/vendor, which `npm run build:engines` leaves behind
//   npm run notices -- --check  needs only what is committed: every component is listed in its version, and no other
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { linkedModules } from './go-linked-modules.mjs'
import { isNotice, licenseFiles, readLicense } from './license-texts.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, 'THIRD_PARTY_NOTICES.md')

/** Modules without a licence file: the source file whose head states the licence. */
const STATED_IN = {
  'github.com/openreports/reports-api': 'apis/openreports.io/v1alpha1/clusterreport_types.go',
}

/** What packages without a licence file state: by their licence field, or by their author where there is none. */
const STATED_AS = {
  MIT: 'MIT',
  'MIT/X11': 'MIT',
  'James Halliday <mail@substack.net> (http://substack.net)': 'MIT',
}

/** Packages that left the licence file of their repository out: a package of the same repository that has it. */
const LICENSED_WITH = { '@sigstore/verify': '@sigstore/bundle' }

/** Go's own licence is, word for word, that of the modules its authors publish. */
const STD_LICENSE = 'golang.org/x/sys'

const INTRODUCTION = `# Third-party software

Policy Gate ships software of others in \`dist/\`, under the licences below. This file is written by \`npm run notices\`.
A text that several components share is printed once, with the copyright lines of each.`

/** What a package names as a dependency and uses to build itself: no code of it is in a bundle. */
const BUILD_TOOLS = new Set(['@protobuf-ts/plugin'])

/** What a package uses without naming it as a dependency. */
const UNDECLARED = ['@protobuf-ts/runtime-rpc']

/** All that the bundles can be made of: what our dependencies need, and what that needs, as the lock file resolves it. */
function npmSection() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const components = [...reached(packages)].map((path) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const declared = () => declaredLicense(join(root, path))
    const licensed = LICENSED_WITH[name] === undefined ? path : `node_modules/${LICENSED_WITH[name]}`
    return {
      name,
      version: packages[path].version,
      declared,
      files: () => placed('', licenseFiles(join(root, licensed))),
    }
  })
  return { title: 'npm packages in the bundles', components: unique(components) }
}

function reached(packages) {
  const found = new Set()
  const visit = (from) => {
    for (const name of Object.keys(packages[from].dependencies ?? {})) {
      const path = resolved(packages, from, name)
      if (BUILD_TOOLS.has(name) || found.has(path)) continue
      found.add(path)
      visit(path)
    }
  }
  visit('')
  for (const name of UNDECLARED) found.add(`node_modules/${name}`)
  return found
}

/** The nearest of the folders that Node looks into. */
function resolved(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder}${folder === '' ? '' : '/'}node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (folder === '') throw new Error(`the lock file does not resolve ${name} of ${from}`)
  }
}

/** Some old packages name their licence and hold no text of it. Undefined where even that is missing. */
function declaredLicense(folder) {
  const { license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const owner = typeof author === 'object' ? author.name : author
  const names = STATED_AS[license ?? `${owner}`]
  if (names === undefined) return undefined
  const text = `The package holds no text of its licence; it names ${names}.`
  return { name: names, owners: [`Author: ${owner}`], text, key: text }
}

function engineSections() {
  const { modules } = JSON.parse(readFileSync(join(root, 'dist/engines/manifest.json'), 'utf8'))
  return Object.entries(modules).map(([name, engine]) => {
    const vendor = join(root, 'engine', name, 'vendor')
    const linked = linkedModules(join(root, 'dist/engines', engine.file), engine)
    const components = linked.map(({ path, version, origin }) => ({
      name: origin === undefined ? path : `${path} (${origin})`,
      version,
      files: () => vendoredFiles(vendor, path),
    }))
    return { title: `Go modules in the ${name} engine`, components: unique(components) }
  })
}

function vendoredFiles(vendor, path) {
  if (!existsSync(vendor)) throw new Error(`${vendor} is not there; run \`npm run build:engines\` first`)
  if (path === 'std') return placed('', licenseFiles(join(vendor, STD_LICENSE)))
  const stated = STATED_IN[path]
  const own = foldersOf(vendor, path).flatMap((folder) =>
    placed(relative(join(vendor, path), folder).split(sep).join('/'), licenseFiles(folder)),
  )
  return stated === undefined ? own : [...own, ...placed('', [join(vendor, path, stated)])]
}

/** Folders of a module, without those that are modules themselves: some hold code of others under its own licence. */
function foldersOf(vendor, path) {
  const modules = modulesIn(vendor)
  const below = (folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .filter((each) => !modules.has(relative(vendor, each).split(sep).join('/')))
      .flatMap((each) => [each, ...below(each)])
  return [join(vendor, path), ...below(join(vendor, path)).sort()]
}

function modulesIn(vendor) {
  const lines = readFileSync(join(vendor, 'modules.txt'), 'utf8').matchAll(/^# (\S+)/gm)
  return new Set([...lines].map(([, path]) => path))
}

function placed(place, files) {
  return files.map((file) => ({ place, file }))
}

function unique(components) {
  const byKey = new Map(components.map((component) => [`${component.name} ${component.version}`, component]))
  return [...byKey.keys()].sort().map((key) => byKey.get(key))
}

function write() {
  const texts = new Map()
  const notices = []
  const tables = sections.map((section) => table(section, texts, notices))
  const numbered = [...texts.values()].map((text) => licenseBlock(text))
  const blocks = [INTRODUCTION, ...tables, '## Licence texts', ...numbered, '## Notices', ...notices]
  writeFileSync(target, `${blocks.join('\n\n')}\n`)
  console.log(
    `${relative(root, target)}: ${sections.map(({ components }) => components.length).join(' + ')} components`,
  )
}

function table({ title, components }, texts, notices) {
  const rows = components.map((component) => {
    const numbers = licensesOf(component, texts)
    notices.push(...noticesOf(component))
    const names = [...new Set(numbers.map(({ name }) => name))].join(', ')
    const links = [...new Set(numbers.map(({ number }) => `[${number}](#text-${number})`))].join(' ')
    return `| ${component.name} | ${component.version} | ${names} | ${links} |`
  })
  return [`## ${title}`, '', '| component | version | licence | text |', '|---|---|---|---|', ...rows].join('\n')
}

function licensesOf({ name, version, files, declared }, texts) {
  const found = files()
    .filter(({ file }) => !isNotice(file))
    .map(({ place, file }) => ({ place, license: readLicense(file) }))
  const stated = found.some(({ place }) => place === '') ? undefined : declared?.()
  if (stated !== undefined) found.push({ place: '', license: stated })
  if (!found.some(({ place }) => place === '')) throw new Error(`${name} ${version} has no licence file`)
  return found.map(({ place, license }) => {
    const known = texts.get(license.key) ?? { ...license, number: texts.size + 1, users: [] }
    texts.set(license.key, known)
    known.users.push({ name: place === '' ? name : `${name} (${place})`, owners: license.owners })
    return known
  })
}

function noticesOf({ name, files }) {
  return files()
    .filter(({ file }) => isNotice(file))
    .map(({ file }) => `### ${name}\n\n${fenced(readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim())}`)
}

function licenseBlock({ number, name, users, text }) {
  const lines = users.map((user) => [`- ${user.name}`, ...user.owners.map((owner) => `  ${inert(owner)}`)].join('\n'))
  return `### Text ${number}\n\n${name}\n\n${[...new Set(lines)].join('\n')}\n\n${fenced(text)}`
}

/** Addresses stand in angle brackets, which Markdown takes for HTML. */
const inert = (line) => line.replaceAll('<', '&lt;')

function fenced(text) {
  return `\`\`\`text\n${text}\n\`\`\``
}

/** Rows of the tables against what is there now. */
function check(written) {
  const rows = [...written.matchAll(/^\| (\S.*?) \| (\S+) \| \S.* \| \[\d+\]/gm)].map(
    ([, name, version]) => `${name} ${version}`,
  )
  const expected = sections.flatMap(({ components }) => components.map(({ name, version }) => `${name} ${version}`))
  const missing = expected.filter((each) => !rows.includes(each))
  const extra = rows.filter((each) => !expected.includes(each))
  for (const each of missing) console.error(`not in THIRD_PARTY_NOTICES.md: ${each}`)
  for (const each of extra) console.error(`in THIRD_PARTY_NOTICES.md, but not shipped: ${each}`)
  if (missing.length + extra.length > 0) process.exit(1)
  console.log(`THIRD_PARTY_NOTICES.md lists all ${expected.length} components`)
}

const sections = [npmSection(), ...engineSections()]
if (process.argv.includes('--check')) check(readFileSync(target, 'utf8'))
else write()
