import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { InternalError } from '../errors.ts'

/** A new folder that only this user may enter. It is removed when `use` is done, whatever comes of it. */
export async function privateFolder<Made>(
  env: Readonly<Record<string, string | undefined>>,
  files: ReadonlyMap<string, string | Uint8Array>,
  use: (folder: string) => Promise<Made>,
): Promise<Made> {
  const folder = await mkdtemp(join(await realpath(env['RUNNER_TEMP'] || tmpdir()), 'policy-gate-'))
  try {
    for (const [path, content] of files) await place(folder, path, content)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Paths come from names in repositories and archives: none may lead out of the folder. */
async function place(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  const target = join(folder, path)
  const inside = relative(folder, target)
  if (inside === '' || inside.split(sep)[0] === '..' || path.includes('\0'))
    throw new InternalError(`${path} leads out of its folder`)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, content, { flag: 'wx' })
}
