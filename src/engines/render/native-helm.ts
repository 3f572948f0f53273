import { parse } from 'yaml'
import { contentOf, type HelmRequest, type RenderedDocument } from './renderer.ts'

/** The repositories that a chart names, as `helm repo add` would have written them. */
export const REPOSITORIES = 'repositories.yaml'

/** What stands in the folder that helm runs in, whatever the values. */
export function chartFiles(files: HelmRequest['files']): ReadonlyMap<string, string | Uint8Array> {
  return new Map([
    ...files.map((file) => [`chart/${file.path}`, contentOf(file)] as const),
    [REPOSITORIES, repositoriesOf(files)],
  ])
}

/** `values` are the names of the values files in the folder. */
export function helmArguments(request: HelmRequest, values: readonly string[]): string[] {
  const { release, namespace, kubeVersion, apiVersions = [] } = request
  return [
    'template',
    release,
    './chart',
    `--namespace=${namespace}`,
    ...values.map((path) => `--values=${path}`),
    ...request.values.set.map((assignment) => `--set-json=${assignment}`),
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
  ]
}

/** Each document begins with the template that it comes from. Undefined where anything stands before that. */
export function sourcedDocuments(stdout: string): readonly RenderedDocument[] | undefined {
  const [before = '', ...parts] = stdout.split(/^---\n# Source: (.*)\n/m)
  if (before.trim() !== '') return undefined
  return parts.flatMap((source, at) => (at % 2 === 0 ? [{ source, text: parts[at + 1] ?? '' }] : []))
}

function repositoriesOf(files: HelmRequest['files']): string {
  const urls = files.filter(({ path }) => path === 'Chart.yaml' || path === 'requirements.yaml').flatMap(urlsIn)
  const list = [...new Set(urls)].map((url, at) => ({ name: `repository-${at}`, url }))
  return JSON.stringify({ apiVersion: '', generated: '2000-01-01T00:00:00Z', repositories: list })
}

/** What cannot be read is helm's to refuse. */
function urlsIn({ text = '' }: { readonly text?: string }): readonly string[] {
  try {
    const { dependencies } = (parse(text, { logLevel: 'silent', maxAliasCount: 10 }) ?? {}) as {
      dependencies?: unknown
    }
    return (Array.isArray(dependencies) ? dependencies : [])
      .map((one: unknown) => (one as { repository?: unknown } | null)?.repository)
      .filter((url): url is string => typeof url === 'string' && /^https?:\/\//.test(url))
  } catch {
    return []
  }
}
