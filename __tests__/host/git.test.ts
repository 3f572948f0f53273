import { Git, parseRawDiff } from '../../src/host/git.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

test('a ref that looks like an option is not one', async () => {
  const repository = Repository.create()
  repository.commit({ 'a.yaml': 'a: 1\n' })
  const git = new Git(new MemoryHost(repository.folder))
  for (const ref of ['--all', '--output=pwned', '-h', 'HEAD --']) expect(await git.commit(ref)).toBeUndefined()
})

test('blobs come in the order they were asked for, whatever is in them', async () => {
  const repository = Repository.create()
  const contents = ['', '\n', 'x blob 5\n', Buffer.from([0, 255, 10, 0])]
  const head = repository.commit(Object.fromEntries(contents.map((content, index) => [`f${index}`, content])))
  const git = new Git(new MemoryHost(repository.folder))
  const ids = (await git.tree(head)).map(({ id }) => id)
  const blobs = await git.blobs([...ids].reverse())
  expect(blobs.map((blob) => blob.toString('latin1')).reverse()).toEqual(
    contents.map((c) => Buffer.from(c).toString('latin1')),
  )
})

test('an object that is not here is an error, not an empty file', async () => {
  const repository = Repository.create()
  repository.commit({ a: 'a' })
  const git = new Git(new MemoryHost(repository.folder))
  await expect(git.blobs(['1'.repeat(40)])).rejects.toMatchObject({ detail: { code: 'git.failed' } })
})

test('a path of the tree is taken literally', async () => {
  const repository = Repository.create()
  const head = repository.commit({ 'a*.yaml': '1', 'ab.yaml': '2', ':(glob)x/y.yaml': '3' })
  const git = new Git(new MemoryHost(repository.folder))
  expect((await git.tree(head, 'a*.yaml')).map(({ path }) => path)).toEqual(['a*.yaml'])
  expect((await git.tree(head, ':(glob)x')).map(({ path }) => path)).toEqual([':(glob)x/y.yaml'])
})

test('a difference that cannot be read is an error, not the shorter list', () => {
  expect(() => parseRawDiff(Buffer.from('nonsense\0a.yaml\0'))).toThrow('could not be read')
  expect(parseRawDiff(Buffer.from(''))).toEqual([])
})

test('a program that is not installed is an error that says so', async () => {
  const host = new MemoryHost('/tmp', { PATH: '/nowhere' })
  await expect(new Git(host).topLevel()).rejects.toMatchObject({ detail: { code: 'host.program' }, exitCode: 3 })
})

test('git asks for no password and runs no hook or monitor of the repository', async () => {
  const repository = Repository.create()
  repository.commit({ a: 'a' })
  repository.git('config', 'core.fsmonitor', 'touch pwned')
  repository.write({ '.git/hooks/post-index-change': '#!/bin/sh\ntouch hooked\n' })
  const host = new MemoryHost(repository.folder)
  await new Git(host).diff(repository.git('rev-parse', 'HEAD'), repository.git('rev-parse', 'HEAD'))
  expect(await host.inspect('pwned')).toBeUndefined()
  expect(await host.inspect('hooked')).toBeUndefined()
})
