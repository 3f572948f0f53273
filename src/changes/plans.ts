import { isAbsolute, relative, resolve } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { Comparison } from './comparison.ts'

/** Adds the plans that an earlier step made: they are judged whatever the change is. */
export async function withPlans(host: Host, comparison: Comparison, { plans }: Options): Promise<Comparison> {
  if (plans.length === 0) return comparison
  for (const plan of plans) if ((await host.inspect(plan)) === undefined) throw notFound(plan)
  const paths = plans.map((plan) => seenFrom(comparison.root, resolve(host.root, plan)))
  const known = new Set(comparison.changes.files.map(({ path }) => path))
  const added = paths.filter((path) => !known.has(path)).map((path) => ({ path, status: 'present' }) as const)
  return {
    ...comparison,
    changes: { ...comparison.changes, files: [...comparison.changes.files, ...added] },
    boundaries: [...comparison.boundaries, ...(await Promise.all(plans.map((plan) => host.realPath(plan))))],
    named: new Set([...comparison.named, ...paths]),
    plans: new Set(paths),
  }
}

/** Relative to the root where it lies below it, else absolute. */
function seenFrom(root: string, path: string): string {
  const way = relative(root, path)
  return way === '' || way.startsWith('..') || isAbsolute(way) ? path : way
}

function notFound(plan: string): ConfigError {
  return new ConfigError({
    code: 'plan.not-found',
    what: `there is no plan ${JSON.stringify(plan)}`,
    where: { input: 'plans' },
    remedy: 'make it in an earlier step: `terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json`',
  })
}
