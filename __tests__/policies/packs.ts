import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/built.ts'

/** What stands beside the policies in their folders: how they are installed, and with which parameters. */
const BESIDE = ['kustomization.yaml', 'policy-gate-params.yaml']

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.yaml') && !BESIDE.includes(name))

/** The policies of a folder, as text. */
export const policiesIn = (folder: string) =>
  filesIn(folder).map((name) => ({ path: name, text: textOf(`${folder}/${name}`) }))
