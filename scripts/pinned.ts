// Things that only some tests need and that are too large, or of the wrong kind, for everybody's node_modules: each is
// fetched by the ordinary client of its registry, pinned by version and digest, and kept in .cache.
//
//   npm run pinned            fetches all of them (CI does so first)
//   npm run pinned openapi    one of them
//XX/pinned.ts            fetches all of them (CI does so first)
//   npm run pinned            fetches all of them (CI does so first)
//   npm run pinned openapi    one of them
//XX/pinned.ts openapi    one of them
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), '.cache', 'pinned')

type Get = (folder: string) => void

type Files = Readonly<Record<string, string>>

const THINGS = {
  /** GitHub's own description of its REST interface. */
  openapi: {
    get: npm('@octokit/openapi@23.0.2', '71a18407dd5e8464f4e0525daf03deabbe65abd9287d6adc7b5d98f516cd0d0c', {
      'package/generated/api.github.com.json': 'api.github.com.json',
    }),
    file: 'api.github.com.json',
  },
  /** Microsoft's validator of SARIF, and the official schema with it. */
  sarif: {
    get: npm(
      '@microsoft/sarif-multitool-linux@5.7.0',
      '27d8e3e96dde578a23b7c45035b8d741fece5731e2700aa068015b8c44d1514e',
      {
        'package/Sarif.Multitool': 'Sarif.Multitool',
        'package/sarif-2.1.0.json': 'sarif-2.1.0.json',
      },
    ),
    file: 'sarif-2.1.0.json',
  },
  /** The schema of JUnit's XML as Jenkins reads it; pytest tests itself with it. */
  junit: {
    get: pypiSource('pytest==8.4.2', '86c0d0b93306b961d58d62a4db4879f27fe25513d4b969df351abdddb3c30e01', {
      'pytest-8.4.2/testing/example_scripts/junit-10.xsd': 'junit-10.xsd',
    }),
    file: 'junit-10.xsd',
  },
  /** The CustomResourceDefinitions of OpenReports. */
  openreports: {
    get: goModule('github.com/openreports/reports-api@v0.2.1', 'h1:g9KS3yle9Y1elmww4TK9EkD1rl6inIaiIJPX6e+u680=', {
      'config/crd/openreports.io_reports.yaml': 'reports.yaml',
      'config/crd/openreports.io_clusterreports.yaml': 'clusterreports.yaml',
    }),
    file: 'reports.yaml',
  },
  /** The CustomResourceDefinitions of the Policy WG, with the engine they are shipped with. */
  policyreports: {
    get: goModule('github.com/kyverno/kyverno@v1.19.1', 'h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=', {
      'config/crds/policyreport/wgpolicyk8s.io_policyreports.yaml': 'policyreports.yaml',
      'config/crds/policyreport/wgpolicyk8s.io_clusterpolicyreports.yaml': 'clusterpolicyreports.yaml',
    }),
    file: 'policyreports.yaml',
  },
  /** Looks for weaknesses in workflows and actions. */
  zizmor: {
    get: pypiWheel('zizmor==1.32.0', '84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071', {
      'zizmor-1.32.0.data/scripts/zizmor': 'zizmor',
    }),
    file: 'zizmor',
  },
  /** Checks workflows by GitHub's own rules. */
  actionlint: {
    get: goProgram(
      'github.com/rhysd/actionlint@v1.7.12',
      'h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=',
      'cmd/actionlint',
    ),
    file: 'actionlint',
  },
}

/** The folder of a thing that was fetched before, or undefined. Never asks a registry. */
export type Thing = keyof typeof THINGS

export function pinned(name: Thing): string | undefined {
  const folder = join(CACHE, name)
  return existsSync(join(folder, THINGS[name].file)) ? folder : undefined
}

/** Fetches a thing unless it is there. Throws when its registry or client is not. */
export function fetchPinned(name: Thing): string {
  const known = pinned(name)
  if (known !== undefined) return known
  mkdirSync(CACHE, { recursive: true })
  const scratch = mkdtempSync(join(CACHE, '.new-'))
  THINGS[name].get(scratch)
  rmSync(join(CACHE, name), { recursive: true, force: true })
  renameSync(scratch, join(CACHE, name))
  return join(CACHE, name)
}

function npm(spec: string, digest: string, files: Files): Get {
  return (folder) => {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, spec], { cwd: folder, stdio: 'pipe' })
    unpack(folder, digest, files)
  }
}

function pypiSource(spec: string, digest: string, files: Files): Get {
  return (folder) => {
    const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '--dest', folder, spec]
    execFileSync('python3', args, { stdio: 'pipe' })
    unpack(folder, digest, files)
  }
}

/** A program that its project ships to PyPI, built for Linux on x64. */
function pypiWheel(spec: string, digest: string, files: Files): Get {
  return (folder) => {
    const platform = ['--only-binary', ':all:', '--platform', 'manylinux_2_28_x86_64']
    const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', ...platform, '--dest', folder, spec]
    execFileSync('python3', args, { stdio: 'pipe' })
    unpack(folder, digest, files)
  }
}

function goModule(spec: string, sum: string, files: Files): Get {
  return (folder) => {
    const sources = goSources(spec, sum)
    for (const [from, to] of Object.entries(files)) {
      copyFileSync(join(sources, from), join(folder, to))
      chmodSync(join(folder, to), 0o644)
    }
  }
}

/** Built as its own go.sum says, which the module's sum covers. */
function goProgram(spec: string, sum: string, command: string): Get {
  return (folder) => {
    goSources(spec, sum)
    const [module, version] = spec.split('@')
    execFileSync('go', ['install', '-trimpath', '-ldflags=-s -w', `${module}/${command}@${version}`], {
      cwd: tmpdir(),
      stdio: 'pipe',
      env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
    })
  }
}

/** The Go client checks the sum by itself against the public log; what it says is compared with ours all the same. */
function goSources(spec: string, sum: string): string {
  const told = JSON.parse(execFileSync('go', ['mod', 'download', '-json', spec], { cwd: tmpdir(), encoding: 'utf8' }))
  if (told.Sum !== sum) throw new Error(`${spec} is ${told.Sum}, not ${sum}`)
  return told.Dir
}

/** Takes the files that are wanted out of the one archive in a folder, and the archive away. */
function unpack(folder: string, digest: string, files: Files): void {
  const isArchive = (name: string) => /\.(tgz|tar\.gz|whl)$/.test(name)
  const archive = join(folder, readdirSync(folder).find(isArchive) ?? '')
  const found = createHash('sha256').update(readFileSync(archive)).digest('hex')
  if (found !== digest) throw new Error(`${basename(archive)} is sha256:${found}, not sha256:${digest}`)
  if (archive.endsWith('.whl')) execFileSync('python3', ['-m', 'zipfile', '-e', archive, folder])
  else execFileSync('tar', ['xzf', archive, '-C', folder, ...Object.keys(files)])
  for (const [from, to] of Object.entries(files)) {
    renameSync(join(folder, from), join(folder, to))
    chmodSync(join(folder, to), 0o755) // npm packs programs as plain files
  }
  rmSync(archive)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2)
  const names = (Object.keys(THINGS) as Thing[]).filter((name) => wanted.length === 0 || wanted.includes(name))
  for (const name of names) console.log(`${name}: ${fetchPinned(name)}`)
}
