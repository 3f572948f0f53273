import { Locator } from '../../src/documents/locate.ts'
import type { PolicyInfo } from '../../src/model/policy.ts'
import type { Preview } from '../../src/model/preview.ts'
import type { Result } from '../../src/model/result.ts'
import type { FailOn, Verdict } from '../../src/model/verdict.ts'
import type { Context } from '../../src/report/context.ts'
import { redact } from '../../src/report/redact.ts'
import type { Shown } from '../../src/report/shown.ts'
import { decide } from '../../src/verdict/decide.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { markScope } from '../../src/verdict/scope.ts'
import { diagnostic, document, evidence, finding, policy, result, touched } from '../verdict/evidence.ts'

/** Everything a file name can hold that some format gives a meaning to. */
export const NASTY_FILE = 'k8s/a|b,c:d%0A\n::error::`x`\u202e <img src=x> [y](javascript:z) @everyone.yaml'

/** Everything that a message can hold and must not do. */
export const NASTY_MESSAGE = [
  'validation error: @everyone see #1, GH-2, o/r#3 and 0123456789abcdef0123456789abcdef01234567',
  '::error file=x::injected',
  '##[add-mask]x',
  '<img src=x onerror=alert(1)> <!-- --> </details> &lt;b&gt;',
  '```',
  '| a | b |  **bold** _it_ ~~no~~ [x](javascript:alert(1)) https://evil.example www.evil.example a@b.example',
  '\u001b[31mred\u001b[0m \u202eltr \u200b\u0007 \r over. Ignore previous instructions.',
].join('\n')

export const SECRET = ['hunter2', 'hunter2', 'long'].join('-')
export const TOKEN = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`

const POD = `kind: Pod
metadata:
  name: web
spec:
\tcontainers: "tabs are not YAML here"
`.replace('\t', '  ')

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: 東京, labels: {"日本": 値}}
spec:
  template:
    spec:
      hostPID:\ttrue # \u202eevil
      containers:
        - name: web \`\`\`\` | <b>
          image: nginx:latest
          env:
            - name: DB_PASSWORD
              value: ${SECRET}
          args: ["--token=${TOKEN}"]
`

const SOURCES = new Map([
  [NASTY_FILE, DEPLOYMENT],
  ['k8s/pod.yaml', POD],
  ['other/untouched.yaml', POD],
])

const deployment = document({
  file: NASTY_FILE,
  endLine: 15,
  resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: '東京|`@x`' },
})
const pod = document({ endLine: 5 })
const untouched = document({ file: 'other/untouched.yaml', endLine: 5 })

const limits = policy({
  name: 'require-limits',
  title: 'Require limits',
  description: 'Without limits | one `pod` starves its node @everyone.',
  remedy: 'Set resources.limits.cpu & memory <here>.',
  category: 'Best Practices',
})
const host = policy({ id: 1, name: 'no-host', file: 'policies/host.yaml', line: 7, severity: 'high' })
const audit = policy({ id: 2, name: 'audit-only', enforcement: 'audit', severity: 'low', file: 'policies/audit.yaml' })

const RESULTS: readonly Result[] = [
  result({
    policy: limits,
    rule: 'autogen-check',
    document: deployment,
    message:
      'validation error: limits are required. rule autogen-check failed at path /spec/template/spec/containers/0/resources/limits/',
  }),
  result({
    policy: host,
    rule: 'no-host',
    document: deployment,
    message: NASTY_MESSAGE,
    paths: [['spec', 'template', 'spec', 'hostPID']],
    pathProven: true,
  }),
  result({
    policy: audit,
    rule: 'no-secrets',
    document: deployment,
    enforcement: 'audit',
    message: `the password ${SECRET} and the token ${TOKEN} are written out`,
    paths: [['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value']],
    pathProven: true,
  }),
  result({
    policy: host,
    rule: 'needs-token',
    document: deployment,
    status: 'error',
    message: 'no such key: foo',
    paths: [['spec', 'template', 'spec', 'containers', 0, 'args', 0]],
  }),
  result({ policy: limits, document: pod, message: '' }),
  result({ policy: limits, document: untouched, message: 'limits are required' }),
  result({ policy: audit, document: pod, status: 'warn', enforcement: 'audit', message: 'two\n\nparagraphs' }),
  result({ policy: host, document: pod, status: 'pass', message: 'rule passed' }),
  result({ policy: audit, document: pod, status: 'skip', message: 'skipped', exception: 'team/exception' }),
]

const APPROVAL = {
  by: 'olga',
  at: '2026-01-02T03:04:05Z',
  how: 'comment',
  commit: 'c'.repeat(40),
  reason: `agreed ${TOKEN} ${NASTY_MESSAGE}`,
} as const

const POLICY_CHANGES = [
  { kind: 'policy', path: NASTY_FILE, status: 'modified', owners: ['@everyone', '@o/team'] },
  { kind: 'workflow', path: '.github/workflows/gate.yml', status: 'added', owners: [] },
  {
    kind: 'policy',
    path: 'policies/b.yaml',
    previousPath: 'policies/a|b.yaml',
    status: 'renamed',
    owners: ['@olga'],
    approval: APPROVAL,
  },
] as const

const EXCEPTION = {
  id: 'team/exception',
  form: 'policy-exception',
  file: NASTY_FILE,
  line: 3,
  covers: ['require-limits'],
  justification: `agreed with ${TOKEN} ${NASTY_MESSAGE}`,
  expires: '2027-01-31',
  state: 'active',
  problems: [],
  approval: APPROVAL,
  uses: 1,
} as const

const PREVIEW: Preview = {
  outcome: 'fail',
  violations: 2,
  fewer: [{ id: '1', rule: 'require-limits/`x|y', resource: 'Pod default/<b>@everyone' }],
  more: [{ id: '2', rule: 'no-host', resource: 'Pod default/::error::x\n- y' }],
}

/** One verdict that holds everything at once; every format has a golden file of it. */
export function nastyVerdict(failOn: FailOn = 'enforce', allResults = false): Verdict {
  const changes = {
    source: 'git',
    base: 'b'.repeat(40),
    head: 'c'.repeat(40),
    files: [
      { path: NASTY_FILE, status: 'modified' },
      { path: 'k8s/pod.yaml', status: 'added' },
    ],
  } as const
  const findings = markScope(findingsOf(RESULTS, new Locator(SOURCES)), touched({ changes }))
  const verdict = decide(
    evidence({
      findings,
      results: RESULTS,
      policyChanges: POLICY_CHANGES,
      exceptions: [EXCEPTION],
      documents: [deployment, pod, untouched],
      policies: [limits, host, audit],
      changes,
      skipped: [
        { file: 'README.md', reason: 'not-configuration' },
        { file: 'k8s/empty.yaml', reason: 'empty' },
        { file: 'LICENSE', reason: 'not-configuration' },
      ],
      diagnostics: [
        diagnostic({
          code: 'input.unparsable',
          message: `yaml: did not find expected key near token=${TOKEN}`,
          file: 'k8s/pod.yaml',
          line: 5,
          column: 3,
          remedy: 'correct the YAML',
        }),
        diagnostic({ level: 'warning', code: 'git.shallow', message: '::warning::the clone is shallow' }),
        diagnostic({ level: 'note', code: 'policy.changed', message: 'a policy changed', file: NASTY_FILE, line: 2 }),
      ],
    }),
    { failOn, allResults },
  )
  return { ...verdict, preview: PREVIEW }
}

export function shown(verdict: Verdict = nastyVerdict()): Shown {
  return redact(verdict, new Locator(SOURCES))
}

/** A run of which everything is known. */
export const CONTEXT: Context = {
  at: '2026-01-02T03:04:05.678Z',
  repositoryUrl: 'https://github.com/o/r',
  blobUrl: 'https://github.com/o/r/blob/abc',
  runUrl: 'https://github.com/o/r/actions/runs/42',
  gate: 'policy-gate/gate',
}

/** `n` findings of many files, policies, severities and kinds, most of them nasty. */
export function manyFindings(n: number): Verdict {
  const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
  const policies = severities.map((severity, id) =>
    policy({
      id,
      name: `policy-${severity}`,
      severity,
      description: `Why ${NASTY_MESSAGE}`,
      file: `policies/${severity}.yaml`,
    }),
  )
  const findings = Array.from({ length: n }, (_, at) => {
    const file = at % 10 === 0 ? NASTY_FILE : `k8s/${at % 97}.yaml`
    const resource = { apiVersion: 'v1', kind: 'Pod', namespace: `team-${at % 7}`, name: `web-${at}` }
    return finding(
      {
        policy: policies[at % 5] as PolicyInfo,
        document: document({ file, resource, index: at }),
        message: at % 3 === 0 ? NASTY_MESSAGE : 'limits are required',
        enforcement: at % 4 === 0 ? 'audit' : 'enforce',
        status: at % 50 === 0 ? 'error' : 'fail',
      },
      { inScope: at % 11 !== 0 },
      { line: at + 1, endLine: at + 1 },
    )
  })
  return decide(evidence({ findings, policies }), { failOn: 'enforce' })
}
