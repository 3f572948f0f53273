import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import { parserRules } from '../inputs/parsers.ts'
import { STDIN } from './named-files.ts'

/** Which files Rego policies judge by their names, and how these are read. */
export interface RegoFiles {
  byName(path: string): boolean
  /** Undefined when the file's name tells. */
  parserOf(path: string, text: string): string | undefined
}

/** Terraform's and OpenTofu's sources. */
const TERRAFORM = /\.(?:tf|tofu)(?:\.json)?$/

/**
 * Conftest judges the files it is given. A gate is given whatever changed, so by default Rego judges infrastructure only:
 * a rule that denies what lacks a field must not deny package.json.
 */
export function regoFiles(options: Options): RegoFiles {
  const isAsked = options['rego-paths'].length === 0 ? () => false : pathFilter(options['rego-paths'])
  const rules = parserRules(options.parsers).map(({ glob, parser }) => ({ matches: pathFilter([glob]), parser }))
  return {
    byName: (path) => TERRAFORM.test(path) || isAsked(path),
    parserOf: (path, text) =>
      rules.findLast(({ matches }) => matches(path))?.parser ??
      (path === STDIN ? parserOfStdin(text) : parserOfName(path)),
  }
}

/** What is piped in has no name; JSON is YAML as well, but plans are read as JSON. */
function parserOfStdin(text: string): string {
  return /^\s*[{[]/.test(text) ? 'json' : 'yaml'
}

/** OpenTofu's own names, which Conftest does not know. */
function parserOfName(path: string): string | undefined {
  if (path.endsWith('.tofu')) return 'hcl2'
  return path.endsWith('.tofu.json') ? 'json' : undefined
}

/** How far into a file its kind shows. */
const HEAD = 64 * 1024

const JSON_PLAN = /"(?:format_version|terraform_version)"/
const PLAN_MEMBER = /"(?:planned_values|resource_changes|prior_state)"/
/** What `terraform plan` prints for people, and the log of `terraform plan -json`: a plan that was saved the wrong way. */
const MISTAKEN_PLAN =
  /selected providers to generate the following execution|(?:Terraform|OpenTofu) will perform the following actions|^\s*\{"@(?:level|message)":.*"@module":"terraform/
const CLOUDFORMATION = /AWSTemplateFormatVersion|["']?Type["']?\s*:\s*["']?(?:AWS|Custom)::/

/** A Terraform plan, also one that is cut off or saved in the wrong form, or a CloudFormation template. */
export function looksLikeInfrastructure(text: string): boolean {
  return looksLikePlan(text) || looksLikeCloudFormation(text)
}

export function looksLikePlan(text: string): boolean {
  const head = text.slice(0, HEAD)
  if (JSON_PLAN.test(head) && (PLAN_MEMBER.test(head) || head.trimStart().startsWith('{'))) return true
  return MISTAKEN_PLAN.test(head) || isPlanOfOtherOrder(text)
}

/** Tools that sort keys put the configuration, which may be long, before the version. */
function isPlanOfOtherOrder(text: string): boolean {
  return /^\s*\{/.test(text) && text.includes('"format_version"') && PLAN_MEMBER.test(text)
}

export function looksLikeCloudFormation(text: string): boolean {
  return CLOUDFORMATION.test(text.slice(0, HEAD))
}
