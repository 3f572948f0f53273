import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { Event } from '../inputs/event.ts'
import type { Place } from '../publish/place.ts'
import type { Context } from '../report/context.ts'
import type { Shown } from '../report/shown.ts'

// What the runner says of the job, in the words of those who need it.

/** What is known of a run before there is a verdict. */
export function runContext(host: Host): Context {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = host.env
  const named = { at: host.now().toISOString(), gate: gateName(host) }
  if (server === undefined || repository === undefined) return named
  const repositoryUrl = `${server}/${repository}`
  const pull = /^refs\/pull\/(\d+)\//.exec(host.env['GITHUB_REF'] ?? '')?.[1]
  return {
    ...named,
    repositoryUrl,
    ...(pull === undefined ? {} : { change: `${repository}#${pull}` }),
    ...(run === undefined ? {} : { runUrl: `${repositoryUrl}/actions/runs/${run}` }),
  }
}

/** Where a commit was judged, its files have a page. */
export function contextOf(host: Host, { verdict }: Shown): Context {
  const context = runContext(host)
  const { head } = verdict.changes
  const { repositoryUrl } = context
  if (repositoryUrl === undefined || head === undefined) return context
  return { ...context, blobUrl: `${repositoryUrl}/blob/${head}` }
}

/** The workflow and the job: a repository may have several gates. */
export function gateName({ env }: Host): string {
  const names = [env['GITHUB_WORKFLOW'], env['GITHUB_JOB']].filter((name) => name !== undefined && name !== '')
  return names.length === 0 ? 'policy-gate' : names.join('/')
}

/** The gate's name as a part of a path or of an artifact's name: GitHub refuses some characters there. */
export function gateSlug(host: Host): string {
  return gateName(host).replaceAll(/[^\w.-]+/g, '-')
}

/** Jobs of one matrix differ by what they judge and by which policies. */
export function gateKey(host: Host, { given: { raw } }: ActionInputs): string {
  return JSON.stringify([gateName(host), raw.policies, raw.paths])
}

/** Workflow runs are numbered; a re-run has the same number and another attempt. */
export function runOrder({ env }: Host): [number, number] {
  return [Number(env['GITHUB_RUN_NUMBER'] ?? 0) || 0, Number(env['GITHUB_RUN_ATTEMPT'] ?? 0) || 0]
}

/**
 * Who GITHUB_TOKEN writes as, where GitHub does not say. Nobody can register this name, since a person's login has no
 * brackets.
 */
const DEFAULT_LOGIN = 'github-actions[bot]'

/** Undefined where GitHub cannot be asked: no token, or no GitHub. */
export function placeOf(host: Host, token: string, event: Event): Place | undefined {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_SHA: commit = '', GITHUB_REF: ref = '' } = host.env
  if (token === '' || repository === '' || host.askGitHub === undefined) return undefined
  return {
    ask: (request) => host.askGitHub?.(token, request) ?? Promise.reject(new Error('there is no GitHub to ask')),
    login: async () => (await host.gitHubLogin?.(token)) ?? DEFAULT_LOGIN,
    repository: `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`,
    pull: event.kind === 'pull-request' ? event.number : undefined,
    head: headOf(event, commit),
    commit,
    ref,
  }
}

function headOf(event: Event, commit: string): string {
  switch (event.kind) {
    case 'pull-request':
    case 'merge-group':
      return event.head
    case 'push':
      return event.after
    case 'other':
      return commit
  }
}
