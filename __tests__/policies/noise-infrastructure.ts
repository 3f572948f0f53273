import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchPinned } from '../../scripts/pinned.ts'
import { looksLikeCloudFormation } from '../../src/changes/rego-files.ts'
import { RegoEngine } from '../../src/engines/rego/rego.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import type { NodePath } from '../../src/model/position.ts'
import type { SourceFile } from '../../src/model/source.ts'
import { ROOT } from '../support/built.ts'
import type { Counted, Level } from './noise-report.ts'
import { textOf } from './packs.ts'

type Kind = 'terraform' | 'cloudformation'

/** How many resources there are, and how many of these each rule finds something in. */
export interface Infrastructure {
  readonly resources: number
  readonly counted: readonly Counted[]
}

/** Judges the sources or templates that makers ship by the policies for them. What several of them have alike counts once. */
export async function infrastructureNoise(kind: Kind, levels: ReadonlyMap<string, Level>): Promise<Infrastructure> {
  const engine = new RegoEngine()
  try {
    const { policies } = await engine.load(policiesOf(kind))
    const resources = new Set<string>()
    const blocks = new Set<string>()
    const found = new Map<string, Set<string>>()
    for (const file of filesOf(kind)) {
      for (const document of await documentsIn(engine, file)) {
        const content = await contentOf(engine, document)
        for (const path of resourcesIn(kind, content)) resources.add(textAt(content, path))
        for (const path of othersIn(kind, content)) blocks.add(textAt(content, path))
        for (const [rule, path] of await findingsIn(engine, document))
          found.set(rule, (found.get(rule) ?? new Set()).add(textAt(content, placeOf(kind, path))))
      }
    }
    const counted = policies.flatMap(({ name, enforcement, rules: [rule] }) => {
      const level = enforcement === 'audit' ? 'warn' : (levels.get(name) ?? 'none')
      const places = found.get(`${name}/${rule?.name}`)?.size ?? 0
      const judged = resources.size + (LOOKS_EVERYWHERE.has(name) ? blocks.size : 0)
      return [{ policy: name, rule: rule?.name ?? '', level, judged, found: places }]
    })
    return { resources: resources.size, counted }
  } finally {
    await engine.close()
  }
}

const policiesOf = (kind: Kind): readonly SourceFile[] =>
  readdirSync(join(ROOT, 'policies', kind))
    .filter((name) => !/_test\.rego$|^fixtures/.test(name))
    .map((name) => ({ path: name, text: textOf(`policies/${kind}/${name}`) }))

function filesOf(kind: Kind): readonly SourceFile[] {
  const folder = fetchPinned('infrastructure')
  const pattern = kind === 'terraform' ? '**/*.tf' : '**/*.{json,yaml}'
  const files = globSync(pattern, { cwd: folder })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
  return kind === 'terraform' ? files : files.filter(({ text }) => looksLikeCloudFormation(text))
}

async function documentsIn(engine: RegoEngine, file: SourceFile): Promise<readonly DocumentRef[]> {
  const { documents, diagnostics } = await engine.read(file)
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => `${file.path}: ${message}`).join('\n'))
  return documents
}

async function contentOf(engine: RegoEngine, document: DocumentRef): Promise<unknown> {
  const content = await engine.contentOf([document], false)
  if (!content.ok) throw new Error(content.diagnostic.message)
  return JSON.parse(content.value)
}

/** What a rule says, and where; of one that says it of several places, where it begins. */
async function findingsIn(
  engine: RegoEngine,
  document: DocumentRef,
): Promise<readonly (readonly [string, NodePath])[]> {
  const { results, diagnostics } = await engine.judge([document])
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return results
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ policy, rule, paths: [path = []] }) => [`${policy.name}/${rule}`, path] as const)
}

/** `resource`, type, name; or `Resources`, name. */
function resourcesIn(kind: Kind, content: unknown): readonly NodePath[] {
  if (kind === 'cloudformation') return keysAt(content, ['Resources'])
  return keysAt(content, ['resource']).flatMap((path) => keysAt(content, path))
}

/** The policy that looks into variables, data, modules and providers as well. */
const LOOKS_EVERYWHERE = new Set(['terraform.hard_coded_credentials'])

function othersIn(kind: Kind, content: unknown): readonly NodePath[] {
  if (kind === 'cloudformation') return []
  const named = ['variable', 'module', 'provider'].flatMap((block) => keysAt(content, [block]))
  return [...named, ...keysAt(content, ['data']).flatMap((path) => keysAt(content, path))]
}

/** The resource that a path is in, or another block. */
const placeOf = (kind: Kind, path: NodePath): NodePath =>
  path.slice(0, kind === 'terraform' && ['resource', 'data'].includes(String(path[0])) ? 3 : 2)

const keysAt = (content: unknown, path: NodePath): readonly NodePath[] =>
  Object.keys((nodeAt(content, path) ?? {}) as object).map((key) => [...path, key])

const textAt = (content: unknown, path: NodePath): string => JSON.stringify([path[1], nodeAt(content, path)])

const nodeAt = (content: unknown, path: NodePath): unknown =>
  path.reduce((node, step) => (node as Readonly<Record<string, unknown>> | undefined)?.[step], content)
