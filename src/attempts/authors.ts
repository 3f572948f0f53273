import type { Author, AuthorKind } from '../model/attempt.ts'
import type { ChangeRequest } from '../model/change-request.ts'

/** What gives an author away. All but the login can be left out by whoever writes the change. */
export interface Signs {
  readonly logins: readonly string[]
  /** Slugs of apps; their login is the slug and `[bot]`, which nobody else can have. */
  readonly apps: readonly string[]
  /** How branches begin. */
  readonly branches: readonly string[]
  /** Part of a trailer of a commit, such as the address behind `Co-authored-by:`. */
  readonly trailers: readonly string[]
  readonly labels: readonly string[]
}

interface Known extends Partial<Signs> {
  readonly name: string
  readonly kind: Exclude<AuthorKind, 'person'>
}

/** Agents and bots by the signs that their makers document. */
const KNOWN: readonly Known[] = [
  {
    name: 'copilot',
    kind: 'agent',
    apps: ['copilot-swe-agent'],
    logins: ['copilot'],
    branches: ['copilot/'],
    trailers: ['198982749+copilot@users.noreply.github.com'],
  },
  { name: 'claude', kind: 'agent', apps: ['claude'], branches: ['claude/'], trailers: ['<noreply@anthropic.com>'] },
  {
    name: 'codex',
    kind: 'agent',
    apps: ['chatgpt-codex-connector', 'openai-codex'],
    branches: ['codex/'],
    trailers: ['<noreply@openai.com>', '<codex@openai.com>'],
  },
  {
    name: 'cursor',
    kind: 'agent',
    apps: ['cursor'],
    logins: ['cursoragent'],
    branches: ['cursor/'],
    trailers: ['<cursoragent@cursor.com>'],
  },
  {
    name: 'devin',
    kind: 'agent',
    apps: ['devin-ai-integration'],
    branches: ['devin/'],
    trailers: ['devin-ai-integration[bot]'],
  },
  {
    name: 'jules',
    kind: 'agent',
    apps: ['google-labs-jules'],
    branches: ['jules/'],
    trailers: ['google-labs-jules[bot]'],
  },
  { name: 'renovate', kind: 'bot', apps: ['renovate'], branches: ['renovate/'] },
  { name: 'dependabot', kind: 'bot', apps: ['dependabot'], branches: ['dependabot/'] },
  {
    name: 'drift detector',
    kind: 'agent',
    apps: ['drift-detector'],
    branches: ['drift-detector/', 'drift-fix/'],
    labels: ['drift-detector', 'drift-fix'],
  },
]

type Sign = NonNullable<Author['sign']>

/** From the sign that cannot be forged to the weakest one. */
const READERS: readonly {
  readonly sign: Sign
  readonly find: (asked: Asked, signs: Partial<Signs>) => string | undefined
}[] = [
  { sign: 'app', find: ({ login }, { apps = [] }) => apps.find((slug) => alike(login, `${slug}[bot]`)) },
  { sign: 'login', find: ({ login }, { logins = [] }) => logins.find((one) => alike(login, one)) },
  {
    sign: 'label',
    find: (asked, { labels = [] }) => labels.find((one) => asked.labels.some((has) => alike(has, one))),
  },
  {
    sign: 'branch',
    find: ({ branch }, { branches = [] }) => branches.find((one) => branch.toLowerCase().startsWith(one.toLowerCase())),
  },
  {
    sign: 'trailer',
    find: (asked, { trailers = [] }) =>
      trailers.find((one) => asked.trailers.some((has) => has.toLowerCase().includes(one.toLowerCase()))),
  },
]

interface Asked extends ChangeRequest {
  readonly trailers: readonly string[]
}

/** Who asks for the change: one whom the team names, one who is known, or a person. `messages` are those of the commits. */
export function authorOf(request: ChangeRequest, messages: readonly string[], own: Signs): Author {
  const asked: Asked = { ...request, trailers: messages.flatMap(trailersIn) }
  for (const { sign, find } of READERS) {
    const named = find(asked, own)
    if (named !== undefined) return { kind: 'agent', name: named, sign }
    const known = KNOWN.find((one) => find(asked, one) !== undefined)
    if (known !== undefined) return { kind: known.kind, name: known.name, sign }
  }
  return { kind: 'person', name: request.login }
}

/** Lines of the last paragraph that have the form of a trailer: what is quoted above says nothing of the author. */
function trailersIn(message: string): readonly string[] {
  const last =
    message
      .trimEnd()
      .split(/\r?\n\s*\r?\n/)
      .at(-1) ?? ''
  return last.split(/\r?\n/).filter((line) => /^[A-Za-z][A-Za-z-]*: ./.test(line))
}

const alike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
