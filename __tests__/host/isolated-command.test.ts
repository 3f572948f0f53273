import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MemoryHost } from '../../src/host/memory.ts'

const SAYS_ENV = ['-e', 'process.stdout.write(JSON.stringify(process.env))']
const LIMITS = { timeoutSeconds: 20, maxOutput: 100_000 }

describe('a program of others', () => {
  const host = new MemoryHost(process.cwd(), {
    GITHUB_TOKEN: 'secret',
    KUBECONFIG: '/k',
    'INPUT_GITHUB-TOKEN': 'secret',
    https_proxy: 'http://proxy',
  })

  test('isolated, it learns nothing of our environment but how to run and to reach the network', async () => {
    const ended = await host.run([process.execPath, ...SAYS_ENV], '', {
      ...LIMITS,
      isolated: true,
      env: { HOME: '/nowhere' },
    })
    const env = JSON.parse(ended.kind === 'ended' ? ended.stdout.toString() : '') as object
    expect(env).toMatchObject({ HOME: '/nowhere', https_proxy: 'http://proxy', PATH: process.env['PATH'], LC_ALL: 'C' })
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['GITHUB_TOKEN']))
    expect(JSON.stringify(env)).not.toContain('secret')
    expect(env).not.toHaveProperty('KUBECONFIG')
  })

  test('keeps as much of its last words as was asked for', async () => {
    const says = "process.stderr.write('x'.repeat(9000) + 'end')"
    const short = await host.run([process.execPath, '-e', says], '', { ...LIMITS, maxLastWords: 10 })
    const long = await host.run([process.execPath, '-e', says], '', { ...LIMITS, maxLastWords: 10_000 })
    expect(short).toMatchObject({ lastWords: 'xxxxxxxend' })
    expect(long).toMatchObject({ lastWords: `${'x'.repeat(9000)}end` })
  })
})

describe('a private folder', () => {
  const host = new MemoryHost(process.cwd())

  test('holds the files, is closed to others, and is gone afterwards, also after a failure', async () => {
    let folder = ''
    const failed = host.inFolder(new Map([['a/b.yaml', 'x: 1']]), async (made) => {
      folder = made
      expect(await readFile(join(made, 'a/b.yaml'), 'utf8')).toBe('x: 1')
      if (process.platform !== 'win32') expect((await stat(made)).mode & 0o077).toBe(0)
      throw new Error('failed')
    })
    await expect(failed).rejects.toThrow('failed')
    expect(existsSync(folder)).toBe(false)
  })

  test.each(['../out', '/../out', 'a/../../out', '', '.'])('refuses the path %p', async (path) => {
    await expect(host.inFolder(new Map([[path, 'x']]), async () => 'made')).rejects.toThrow('out of its folder')
  })
})
