import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verify } from '../../src/record/chain.ts'
import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 55. SIGTERM in mid-run: non-zero, and the record says that the run is incomplete.

afterAll(removeTemporaryFolders)

const { repository, setting } = pullRequest({ 'policies/p.yaml': LIMITS_POLICY }, { 'd.yaml': deployment('bad') })

interface Run {
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly onStart?: (child: ChildProcess) => void
}

async function judge({ inputs = {}, ...more }: Run = {}) {
  const record = join(temporaryFolder(), 'record.jsonl')
  return { ran: await action(repository, { ...setting, inputs: { record, ...inputs }, ...more }), record }
}

/** A git that does not answer, and tells by a file that it was asked: the run stands still for as long as it takes. */
function silentGit() {
  const folder = temporaryFolder()
  const asked = join(folder, 'asked')
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch '${asked}'\nexec sleep 30\n`, { mode: 0o755 })
  return { asked, env: { PATH: `${folder}:${process.env['PATH']}` } }
}

test('a run that is stopped does not pass, and its line says that it is incomplete', async () => {
  const { asked, env } = silentGit()
  const stop = (child: ChildProcess) => {
    const timer = setInterval(() => {
      if (!existsSync(asked)) return
      clearInterval(timer)
      child.kill('SIGTERM')
    }, 20)
  }
  const { ran, record } = await judge({ env, onStart: stop })
  expect(ran.exitCode).toBe(143)
  expect(ran.outputs['verdict']).not.toBe('pass')
  const text = readFileSync(record, 'utf8')
  expect(verify(text)).toMatchObject({ kind: 'whole', lines: 1 })
  const summary = expect.stringContaining('SIGTERM')
  expect(JSON.parse(text)).toMatchObject({ verdict: 'incomplete', code: 'stopped', summary })
})

test('a run that ends by itself leaves one line, and it is the verdict', async () => {
  const { ran, record } = await judge()
  expect(ran.exitCode).toBe(1)
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(['fail'])
  const stats = await cli(repository.folder, ['stats', record, '--format', 'json'])
  expect(JSON.parse(stats.stdout)).toMatchObject({ runs: 1, verdicts: { fail: 1 } })
})

test('a run that cannot use its settings leaves a line with the reason', async () => {
  const { ran, record } = await judge({ inputs: { values: 'nowhere.yaml' } })
  expect(ran.exitCode).toBe(2)
  expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ verdict: 'error', code: 'world.not-found' })
})
