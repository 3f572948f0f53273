import { execFileSync } from 'node:child_process'
import { realpathSync, truncateSync } from 'node:fs'
import { MemoryHost } from '../../src/host/memory.ts'
import { readTextFile } from '../../src/host/text-file.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const folder = new Repository()
const host = new MemoryHost(folder.folder)
const read = (path: string, limit = 1000) => readTextFile(host, path, [folder.folder], limit)
const refusedAs = (code: string, more = {}) => ({
  kind: 'refused',
  diagnostic: { level: 'error', blame: 'user', code, ...more },
})

test('text is text, and a byte order mark is none of it', async () => {
  folder.write({ 'a.yaml': 'a: ü\n', 'bom.yaml': '\uFEFFa: 1\n', 'empty.yaml': '' })
  expect(await read('a.yaml')).toEqual({ kind: 'text', text: 'a: ü\n' })
  expect(await read('bom.yaml')).toEqual({ kind: 'text', text: 'a: 1\n' })
  expect(await read('empty.yaml')).toEqual({ kind: 'text', text: '' })
})

test.each(['/etc/passwd', '/proc/self/environ', '../..', '/'])('a link to %s is refused unread', async (target) => {
  const name = `link-${target.replaceAll('/', '_')}`
  folder.link(name, target)
  expect(await read(name)).toMatchObject(refusedAs('input.link-outside', { file: name }))
})

test('a link through a folder that leads outside is refused as well', async () => {
  folder.link('etc', '/etc')
  expect(await read('etc/passwd')).toMatchObject(refusedAs('input.link-outside'))
})

test('a link inside is followed, to a folder it is a folder', async () => {
  folder.write({ 'sub/b.yaml': 'b: 1\n' }).link('inside.yaml', 'sub/b.yaml').link('folder', 'sub')
  expect(await read('inside.yaml')).toEqual({ kind: 'text', text: 'b: 1\n' })
  expect(await read('folder')).toEqual({ kind: 'folder' })
})

test('what is not there, leads nowhere or in a circle is unreadable', async () => {
  folder.link('nowhere', 'missing').link('circle', 'circle')
  expect(await read('missing')).toMatchObject(refusedAs('input.unreadable'))
  expect(await read('nowhere')).toMatchObject(refusedAs('input.unreadable'))
  expect(await read('circle')).toMatchObject(refusedAs('input.unreadable'))
})

test('a device or a pipe is not opened', async () => {
  execFileSync('mkfifo', [folder.path('pipe')])
  expect(await read('pipe')).toMatchObject(refusedAs('input.unreadable'))
})

test('200 MB are refused by their size alone', async () => {
  folder.write({ 'huge.yaml': '' })
  truncateSync(folder.path('huge.yaml'), 200 * 1024 * 1024)
  const answer = await read('huge.yaml')
  expect(answer).toMatchObject(refusedAs('input.too-large'))
  expect(answer).toMatchObject({ diagnostic: { message: expect.stringContaining('209715200') } })
})

test('the limit itself is within the limit', async () => {
  folder.write({ 'exact.yaml': 'x'.repeat(1000), 'over.yaml': 'x'.repeat(1001) })
  expect((await read('exact.yaml')).kind).toBe('text')
  expect((await read('over.yaml')).kind).toBe('refused')
})

test.each([
  [Buffer.from('a: 1\nb: \xff\n', 'latin1'), 2, 4],
  [Buffer.from('\xc3', 'latin1'), 1, 1],
  [Buffer.concat([Buffer.from('\uFEFFü: \uFFFD\nx'), Buffer.from([0xc3, 0x28])]), 2, 2],
])('bytes %j that are not UTF-8 are refused at line %d, column %d', async (bytes, line, column) => {
  folder.write({ 'bytes.yaml': bytes })
  expect(await read('bytes.yaml')).toMatchObject(refusedAs('input.not-utf8', { line, column }))
})

test('UTF-16 without a mark is refused, though its bytes are valid UTF-8', async () => {
  folder.write({ 'utf16.yaml': Buffer.from('kind: Pod\n', 'utf16le') })
  expect(await read('utf16.yaml')).toMatchObject(refusedAs('input.not-utf8'))
})

test('temporary folders are real paths', () => {
  expect(realpathSync(folder.folder)).toBe(folder.folder)
})
