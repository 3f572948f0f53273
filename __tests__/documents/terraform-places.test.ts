import { parseAddress, TerraformPlaces } from '../../src/documents/terraform-places.ts'
import type { HclBlock, HclRange } from '../../src/model/hcl.ts'

const line = (n: number): HclRange => ({ start: { line: n, column: 1 }, end: { line: n, column: 9 } })
const item = (n: number) => ({ range: line(n) })

function resource(type: string, name: string, at: number, more: Partial<HclBlock> = {}): HclBlock {
  return {
    type: 'resource',
    labels: [type, name],
    address: `${type}.${name}`,
    range: line(at),
    header: line(at),
    ...more,
  }
}

const module = (name: string, source: string, at: number): HclBlock => ({
  type: 'module',
  labels: [name],
  address: `module.${name}`,
  source,
  range: line(at),
  header: line(at),
})

const ingress = (at: number): HclBlock => ({
  type: 'ingress',
  range: line(at),
  header: line(at),
  attributes: { cidr_blocks: { range: line(at + 1), items: [item(at + 2), item(at + 3)] } },
})

const places = new TerraformPlaces(
  new Map([
    [
      'live/main.tf',
      [
        resource('aws_sg', 'web', 1, {
          blocks: [ingress(2), ingress(10)],
          attributes: { tags: { range: line(20), members: { a: item(21) } } },
        }),
        module('db', '../modules/db', 30),
        module('far', 'registry/x', 40),
      ],
    ],
    [
      'live/more.tf',
      [
        resource('aws_sg', 'more', 1, {
          blocks: [
            {
              type: 'dynamic',
              labels: ['ingress'],
              range: line(2),
              header: line(2),
              blocks: [{ type: 'content', range: line(3), header: line(3), attributes: { cidr_blocks: item(4) } }],
            },
          ],
        }),
      ],
    ],
    ['modules/db/main.tf', [resource('aws_db', 'main', 1), resource('aws_sg', 'web', 9)]],
    ['other/main.tf', [resource('aws_db', 'twice', 1)]],
    ['third/main.tf', [resource('aws_db', 'twice', 2)]],
  ]),
)

const at = (address: string, path: (string | number)[] = [], plan = 'live/plan.json') => {
  const found = places.ofAddress(address, plan, path)
  return found === undefined
    ? undefined
    : `${found.file}:${found.range.start.line} ${found.whole ? 'exact' : 'nearest'}`
}

test.each([
  ['aws_sg.web', [], 'live/main.tf:1 nearest'],
  ['aws_sg.web[0]', ['ingress', 1, 'cidr_blocks'], 'live/main.tf:11 exact'],
  ['aws_sg.web', ['ingress', 1, 'cidr_blocks', 1], 'live/main.tf:13 exact'],
  ['aws_sg.web', ['ingress', 1, 'cidr_blocks', 7], 'live/main.tf:11 nearest'],
  ['aws_sg.web', ['ingress', 1], 'live/main.tf:10 exact'],
  ['aws_sg.web', ['ingress', 1, 'protocol'], 'live/main.tf:10 nearest'],
  ['aws_sg.web', ['tags', 'a'], 'live/main.tf:21 exact'],
  ['aws_sg.web', ['name'], 'live/main.tf:1 nearest'],
  ['aws_sg.more', ['ingress', 0, 'cidr_blocks'], 'live/more.tf:4 exact'],
  ['module.db["x.y"].aws_db.main', [], 'modules/db/main.tf:1 nearest'],
  ['module.far.aws_db.main', [], 'live/main.tf:40 nearest'],
  ['aws_sg.gone', [], undefined],
])('%s %j stands at %s', (address, path, expected) => {
  expect(at(address, path)).toBe(expected)
})

test('a plan that lies elsewhere is resolved where just one folder can be meant', () => {
  expect(at('aws_sg.web', [], '/tmp/plan.json')).toBe('live/main.tf:1 nearest')
  expect(at('aws_db.twice', [], 'plan.json')).toBeUndefined()
})

test('names that a message quotes count when just one resource has them', () => {
  expect(places.ofNames(['more'])?.file).toBe('live/more.tf')
  expect(places.ofNames(['web'])).toBeUndefined()
  expect(places.ofNames(['nobody'])).toBeUndefined()
})

test('a path of a source as it is read leads into its block', () => {
  expect(places.ofPath('live/main.tf', ['resource', 'aws_sg', 'web', 0, 'tags', 'a'])?.range.start.line).toBe(21)
  expect(places.ofPath('live/main.tf', ['resource', 'aws_sg', 'gone'])).toBeUndefined()
})

test.each([
  ['aws_s3_bucket.b', [], 'aws_s3_bucket.b'],
  ['data.aws_ami.x["a.b"]', [], 'data.aws_ami.x'],
  ['module.a[0].module.b["x.y"].aws_sg.c[1]', ['a', 'b'], 'aws_sg.c'],
])('%s is taken apart', (address, modules, resource) => {
  expect(parseAddress(address)).toEqual({ modules, resource })
})
