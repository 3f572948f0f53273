import fc from 'fast-check'
import { secretNodes } from '../../src/documents/secret-nodes.ts'
import { isSensitiveName, mask, maskSecrets, mergeSpans } from '../../src/documents/secret-text.ts'
import { YamlText } from '../../src/documents/yaml-nodes.ts'

/** Put together here, so that no scanner takes this file for a leak. */
const TOKENS = {
  'an AWS key': `AKIA${'IOSFODNN7EXAMPLE'}`,
  'an AWS secret key': `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`,
  'a GitHub token': `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`,
  'a fine-grained GitHub token': `github_pat_${'11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz'}`,
  'a GitLab token': `glpat-${'aBcDeFgHiJkLmNoPqRsT'}`,
  'a Slack token': `xoxb-${'123456789012-abcdefghijkl'}`,
  'a Stripe key': `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  'a Google key': `AIza${'SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY'}`,
  'an npm token': `npm_${'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789'}`,
  'a JWT': `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'}`,
  'a SendGrid key': `SG.${'aBcDeFgHiJkLmNoPqRsTuV.aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678901234567'}`,
}

describe('credentials in plain text', () => {
  test.each(Object.entries(TOKENS))('%s', (_name, token) => {
    for (const text of [token, `image: x?t=${token}`, `'${token}',`, `echo ${token} | sh`]) {
      const masked = maskSecrets(text)
      expect(masked).not.toContain(token)
      expect(masked).not.toContain(token.slice(-8))
      expect(masked).toHaveLength(text.length)
      expect(masked).toContain(token.slice(0, 4))
    }
  })

  test.each([
    ['password: hunter2', 'password: h******'],
    ['  "apiKey": "abcdefgh", "x": 1', '  "apiKey": "ab******", "x": 1'],
    ["client-secret: 'a b c d'", "client-secret: 'a******'"],
    ['DB_PASSWORD=hunter2 ./run', 'DB_PASSWORD=h****** ./run'],
    ['mysql --password hunter2 -h db', 'mysql --password h****** -h db'],
    ['mysql --password=hunter2 -h db', 'mysql --password=h****** -h db'],
    ['postgres://user:s3cr3tpw@db/x', 'postgres://user:s3******@db/x'],
    ['redis://:s3cr3tpw@db', 'redis://:s3******@db'],
    ['Server=db;User=sa;Password=hunter22;', 'Server=db;User=sa;Password=hu******;'],
    ['AccountName=a;AccountKey=abcdefgh==;', 'AccountName=a;AccountKey=ab********;'],
    ['Authorization: Bearer abcdefghijkl', 'Authorization: Bearer abc*********'],
    ['{name: DB_PASSWORD, value: hunter2}', '{name: DB_PASSWORD, value: h******}'],
    ['{"name":"API_TOKEN","value":"hunter2"}', '{"name":"API_TOKEN","value":"h******"}'],
    ['password: &pw hunter2', 'password: &pw h******'],
    ['token: ab', 'token: **'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked)
  })

  test.each([
    'automountServiceAccountToken: true',
    'secretName: my-tls-certificate',
    'tokenPath: /var/run/token',
    'password: \u0024{DB_PASSWORD}',
    'password: $(DB_PASSWORD)',
    'password: {{ .Values.password }}',
    'password: "{{ .Values.password }}"',
    'password: ""',
    'password: <your password>',
    'secretKeyRef:',
    'token: *shared',
    'image: nginx@sha256:4c0fdaa8b6341bfdeca5f18f7837462c80cff90527ee35ef185571e1c327beac',
    'name: my-very-long-deployment-name-that-goes-on-and-on-1234567890-abcdefghij',
    '/spec/template/spec/containers/0/securityContext/capabilities/drop/',
    'requireRunAsNonRootUserForEveryContainerV2',
    'uid: 123e4567-e89b-12d3-a456-426614174000',
    'http://example.com:8080/path/to@thing',
  ])('leaves %s', (text) => {
    expect(maskSecrets(text)).toBe(text)
  })

  test.each([
    'password:'.repeat(20_000),
    'password="'.repeat(20_000),
    'a'.repeat(200_000),
    'name: '.repeat(30_000),
    '://'.repeat(60_000),
    'eyJ'.repeat(60_000),
    'eyJaaaaaaaaa.'.repeat(20_000),
    '--'.repeat(60_000),
    'Bearer '.repeat(30_000),
    ' '.repeat(200_000),
    "password='".repeat(20_000),
    'token=\\"'.repeat(20_000),
  ])('a hostile text costs no more than its length: %#', (text) => {
    expect(maskSecrets(text)).toHaveLength(text.length)
  })
})

test.each([
  ['password', true],
  ['DB_PASSWORD', true],
  ['db.password', true],
  ['client-secret', true],
  ['accessToken', true],
  ['AWS_SECRET_ACCESS_KEY', true],
  ['apiKey2', true],
  ['MYSQL_PASS', true],
  ['secretName', false],
  ['imagePullSecrets', false],
  ['compass', false],
  ['bypass', false],
  ['tokenExpirationSeconds', false],
  ['author', false],
  ['key', false],
])('%s is the name of a credential: %s', (name, expected) => {
  expect(isSensitiveName(name)).toBe(expected)
})

test('a mask keeps the length and the line ends, and whatever was marked does not survive', () => {
  const spans = fc.array(
    fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
  )
  fc.assert(
    fc.property(fc.string({ minLength: 40, maxLength: 60 }), spans, (text, given) => {
      const merged = mergeSpans(given)
      const masked = mask(text, merged)
      expect(masked).toHaveLength(text.length)
      for (const { start, end } of merged) {
        const keep = Math.min(4, Math.floor((end - start) / 4))
        expect(masked.slice(start + keep, end)).toMatch(/^[*\r\n]*$/)
      }
    }),
  )
})

describe('credentials that the structure of a document gives away', () => {
  const found = (text: string) => secretNodes(new YamlText(text)).map(({ start, end }) => text.slice(start, end))

  test.each([
    ['a variable of a container', 'env:\n- name: DB_PASSWORD\n  value: hunter2\n', ['hunter2']],
    ['with the value first', 'env:\n- value: "hunter2"\n  name: DB_PASSWORD\n', ['hunter2']],
    ['in JSON', '{"env": [{\n"name": "TOKEN",\n"value": "hunter2"}]}', ['hunter2']],
    ['over several lines', 'password: >-\n  hunter2\n  hunter3\n', ['  hunter2\n  hunter3']],
    ['on the next line', 'password:\n  hunter2\n', ['hunter2']],
    ['the data of a Secret', 'kind: Secret\ndata: {a: Zm9vYmFy}\nstringData:\n  b: c d\n', ['Zm9vYmFy', 'c d']],
    ['a Secret in a List', 'items:\n- kind: Secret\n  stringData: {a: b}\n', ['b']],
    [
      'a private key anywhere',
      'data:\n  f: |\n    -----BEGIN RSA PRIVATE KEY-----\n    MIIB\n',
      ['    -----BEGIN RSA PRIVATE KEY-----\n    MIIB'],
    ],
    ['where an alias leads', 'x: &p hunter2\npassword: *p\n', ['hunter2']],
    ['not a reference', 'env:\n- name: DB_PASSWORD\n  valueFrom: {secretKeyRef: {name: a, key: b}}\n', []],
    ['not a switch', 'token: true\nsecret: {}\n', []],
  ])('%s', (_name, text, expected) => {
    expect(found(text)).toEqual(expected)
  })
})
