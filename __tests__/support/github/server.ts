import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Description } from './description.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly token: string
}

export interface Comment {
  id: number
  body: string
  readonly user: { readonly login: string; readonly type: string }
  readonly created_at: string
  updated_at: string
  readonly performed_via_github_app: { readonly slug: string } | null
}

/** A review as GitHub lists it. */
export interface GivenReview {
  readonly user: { readonly login: string }
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
  readonly commit_id: string
  readonly body?: string
  readonly submitted_at: string
}

/** How GitHub answers instead: `times` times what `match` says, a status, headers and a message; 0 hangs up. */
export interface Fault {
  readonly match: RegExp
  times: number
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: string
  /** GitHub did what it was asked for, and failed to say so. */
  readonly isDone?: boolean
}

interface Answer {
  readonly status: number
  readonly data?: unknown
}

type Body = Readonly<Record<string, never>> & { readonly [key: string]: unknown }

/**
 * GitHub's REST interface on this machine, as far as a gate uses it. Every request is held against GitHub's published
 * description; what does not fit is answered 422 and remembered in `faulty`.
 */
export class LocalGitHub {
  static readonly bot = { login: 'github-actions[bot]', type: 'Bot' } as const

  readonly asked: Asked[] = []
  readonly faulty: string[] = []
  readonly faults: Fault[] = []
  readonly comments: Comment[] = []
  readonly checkRuns: { id: number; body: Body; annotations: unknown[] }[] = []
  readonly reviews: Body[] = []
  readonly sarifs: Body[] = []
  readonly labels = new Set<string>()
  readonly files = new Map<string, { sha: string; content: string }>()
  /** What people said of the pull request. */
  readonly given: GivenReview[] = []
  /** Who opened the pull request, and its head. */
  pull = { author: 'author', head: '' }
  /** What people may do in the repository, and who is in `organisation/team`. */
  readonly permissions = new Map<string, string>()
  readonly teams = new Map<string, ReadonlySet<string>>()
  /** Routes of others, such as `GET /repos/o/r/pulls/7`: asked before those here. */
  readonly routes: { readonly match: RegExp; readonly answer: (asked: Asked) => Answer }[] = []
  login: string | undefined = LocalGitHub.bot.login

  private readonly server: Server
  private readonly description: Description
  private nextId = 100

  private constructor(description: Description) {
    this.description = description
    this.server = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        body: text === '' ? undefined : JSON.parse(text),
        token: (request.headers.authorization ?? '').replace(/^token /, ''),
      }
      this.asked.push(asked)
      this.answer(asked, response)
    })
  }

  static async start(folder: string): Promise<LocalGitHub> {
    const made = new LocalGitHub(new Description(folder))
    await new Promise<void>((ready) => made.server.listen(0, '127.0.0.1', ready))
    return made
  }

  stop(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(() => done()))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Every write, as `METHOD path`. */
  get writes(): readonly string[] {
    return this.asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
  }

  addComment(body: string, user: Comment['user'] = LocalGitHub.bot, app: string | null = null): Comment {
    const at = '2026-01-02T00:00:00Z'
    const made = {
      id: this.nextId++,
      body,
      user,
      created_at: at,
      updated_at: at,
      performed_via_github_app: app === null ? null : { slug: app },
    }
    this.comments.push(made)
    return made
  }

  /** Refuses every write, as with the token of a fork. */
  readOnly(): this {
    this.faults.push({
      match: /^(POST|PATCH|PUT|DELETE) \/repos/,
      times: Number.POSITIVE_INFINITY,
      status: 403,
      message: 'Resource not accessible by integration',
    })
    return this
  }

  private answer(asked: Asked, response: ServerResponse): void {
    if (asked.path === '/graphql') this.viewer(response)
    else this.answerRest(asked, response)
  }

  private answerRest(asked: Asked, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(asked.path, 'http://x')
    const faults = this.description.faults(asked.method, pathname, searchParams, asked.body)
    if (faults.length > 0) {
      this.faulty.push(`${asked.method} ${asked.path}: ${faults.join('; ')}`)
      send(response, { status: 422, data: { message: faults.join('; ') } })
      return
    }
    const fault = this.faults.find(({ match, times }) => times > 0 && match.test(`${asked.method} ${asked.path}`))
    if (fault === undefined) {
      send(response, this.route(asked, pathname, searchParams))
      return
    }
    fault.times--
    if (fault.isDone === true) this.route(asked, pathname, searchParams)
    if (fault.status === 0) response.destroy()
    else send(response, { status: fault.status, data: { message: fault.message ?? 'fault' } }, fault.headers)
  }

  private viewer(response: ServerResponse): void {
    if (this.login === undefined) send(response, { status: 200, data: { errors: [{ message: 'no' }], data: null } })
    else send(response, { status: 200, data: { data: { viewer: { login: this.login } } } })
  }

  private route(asked: Asked, path: string, query: URLSearchParams): Answer {
    const own = this.routes.find(({ match }) => match.test(`${asked.method} ${path}`))
    if (own !== undefined) return own.answer(asked)
    const body = (asked.body ?? {}) as Body
    const id = Number(/\/(\d+)$/.exec(path)?.[1])
    const at = `${asked.method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, '').replace(/\d+/g, 'N')}`
    switch (at) {
      case 'GET /issues/N/comments':
        return this.page(this.comments, query)
      case 'POST /issues/N/comments':
        return (
          this.tooLong(body) ?? {
            status: 201,
            data: this.addComment(String(body['body']), { login: this.login ?? 'github-actions[bot]', type: 'Bot' }),
          }
        )
      case 'PATCH /issues/comments/N':
        return this.tooLong(body) ?? this.editComment(id, String(body['body']))
      case 'DELETE /issues/comments/N':
        this.comments.splice(
          this.comments.findIndex((one) => one.id === id),
          1,
        )
        return { status: 204 }
      case 'POST /check-runs':
        return this.createCheckRun(body)
      case 'PATCH /check-runs/N':
        return this.updateCheckRun(id, body)
      case 'POST /pulls/N/reviews':
        this.reviews.push(body)
        return { status: 200, data: { id: this.nextId++ } }
      case 'GET /pulls/N/reviews':
        return this.page(this.given, query)
      case 'GET /pulls/N':
        return { status: 200, data: { user: { login: this.pull.author }, head: { sha: this.pull.head } } }
      case 'POST /code-scanning/sarifs':
        this.sarifs.push(body)
        return { status: 202, data: { id: 'x', url: 'x' } }
      case 'POST /issues/N/labels':
        for (const label of body['labels'] as unknown as string[]) this.labels.add(label)
        return { status: 200, data: [...this.labels].map((name) => ({ name })) }
      case 'GET /issues/N/labels':
        return { status: 200, data: [...this.labels].map((name) => ({ name })) }
      default:
        return this.person(path)
    }
  }

  /** Who may write, and who is in a team; a login that is unknown is not found, as everything that a token may not see. */
  private person(path: string): Answer {
    const [, login = ''] = /\/collaborators\/([^/]+)\/permission$/.exec(path) ?? []
    const [, organisation, team, member = ''] =
      /^\/orgs\/([^/]+)\/teams\/([^/]+)\/memberships\/([^/]+)$/.exec(path) ?? []
    const permission = this.permissions.get(decodeURIComponent(login))
    if (permission !== undefined) return { status: 200, data: { permission } }
    const isMember = this.teams.get(`${organisation}/${team}`)?.has(decodeURIComponent(member)) === true
    return isMember
      ? { status: 200, data: { state: 'active', role: 'member' } }
      : { status: 404, data: { message: 'Not Found' } }
  }

  private page(all: readonly unknown[], query: URLSearchParams): Answer {
    const size = Number(query.get('per_page') ?? 30)
    const page = Number(query.get('page') ?? 1)
    return { status: 200, data: all.slice((page - 1) * size, page * size) }
  }

  private tooLong(body: Body): Answer | undefined {
    return String(body['body']).length > 65_536 ? { status: 422, data: { message: 'body is too long' } } : undefined
  }

  private editComment(id: number, body: string): Answer {
    const found = this.comments.find((one) => one.id === id)
    if (found === undefined) return { status: 404, data: { message: 'Not Found' } }
    found.body = body
    found.updated_at = '2026-01-03T00:00:00Z'
    return { status: 200, data: found }
  }

  private createCheckRun(body: Body): Answer {
    const id = this.nextId++
    const { annotations = [] } = body['output'] as unknown as { annotations?: unknown[] }
    this.checkRuns.push({ id, body, annotations: [...annotations] })
    return { status: 201, data: { id } }
  }

  /** Annotations are appended. */
  private updateCheckRun(id: number, body: Body): Answer {
    const found = this.checkRuns.find((one) => one.id === id)
    const { annotations = [] } = body['output'] as unknown as { annotations?: unknown[] }
    found?.annotations.push(...annotations)
    return found === undefined ? { status: 404 } : { status: 200, data: { id } }
  }
}

function send(
  response: ServerResponse,
  { status, data }: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(data === undefined ? undefined : JSON.stringify(data))
}
