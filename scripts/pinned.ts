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
  cpSync,
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

/** Patterns that AWS vets, each with the templates that it makes of them. */
const CONSTRUCTS: Readonly<Record<string, string>> = {
  'aws-apigateway-lambda@2.104.0': 'ef5a4a0c7d94f3fb83398ba3f1b551b4675ecef341602239756950b7c091c7e4',
  'aws-cloudfront-s3@2.104.0': '63d166266cfba053564aca95c5057b2e2653226a586083fb6ab14e328f9c4f0b',
  'aws-cognito-apigateway-lambda@2.93.0': '0f051f2fb1c308a9b266fa86e8bb025480906e85cb9f111ad4fd7b86c3e1a499',
  'aws-fargate-opensearch@2.104.0': '1b966db8a185ad7c1c876085c323a4f9cdb4ef65cf3319c6ec33bc3ab517c760',
  'aws-iot-lambda@2.44.0': '5a09468a573c2d91d5b86fbcad0cb3ec10d03cf1b8a169db28d98f24c31ff731',
  'aws-kinesisfirehose-s3@2.45.0': 'c0f251f3b6900ea97d6324670b95550b79082ba8c7ecd53312d17584118dcc46',
  'aws-lambda-dynamodb@2.101.0': '81572cd50fbc5f5c4279325097ff3bfd02069dec33bc505bb74a84ad4f2e8c02',
  'aws-lambda-elasticsearch-kibana@2.104.0': 'e2482fd785d21e5608ffa213fd567bb9e0dfb95df950e8d6cf29a54e958247d3',
  'aws-lambda-s3@2.56.0': '8d8de64bba9eb6af752037e57f08a293b0f49cd1954ca518cc8e5eb22b045aeb',
  'aws-lambda-secretsmanager@2.92.1': 'd5a5cfb511462d5afe5ea7d8ce999834db7045ad52e64a0579de6ee2d56753a4',
  'aws-lambda-sqs@2.86.0': 'b8e2c1e2affbaaf9e1b2cf70e7babc7ad5d1a6cc541dfcbdc832809fdc339081',
  'aws-s3-stepfunctions@2.35.0': '55a13c7208d3d5d925ee72627da84eeaec5584893f0723b57b483c9c8c4519b0',
  'aws-wafwebacl-alb@2.104.0': 'fe6d98d815c74a50611be84ef18c0a78f70ac585e7f463eff9a33be4bbbf1785',
}

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
  /** Charts and kustomizations of others: of modules that the engines and their references are built from, and of packages. */
  charts: {
    get: together({
      kyverno: goModule('github.com/kyverno/kyverno@v1.19.1', 'h1:/MkgFii3/VlQfKR1JpC9tVwNNVNQTt2S4U6qCsafsTU=', {
        'charts/kyverno': 'chart',
      }),
      'kyverno-api': goModule(
        'github.com/kyverno/api@v0.0.1-alpha.3.0.20260723090831-fb2785727f98',
        'h1:wGbyqQNc5wnHXq73aclvBje80lQvYDnqZCF967m+zEU=',
        { 'charts/kyverno-api': 'chart' },
      ),
      openreports: goModule(
        'github.com/openreports/reports-api@v0.2.1',
        'h1:g9KS3yle9Y1elmww4TK9EkD1rl6inIaiIJPX6e+u680=',
        { 'charts/openreports': 'chart' },
      ),
      helm: goModule('helm.sh/helm/v3@v3.22.0', 'h1:n1if5iQgHYsujPAcO5oonH/KiSNUmqmUF0iGVjSF3AU=', {
        'cmd/helm/testdata/testcharts': 'charts',
      }),
      kustomize: goModule('sigs.k8s.io/kustomize/api@v0.21.2', 'h1:MRyw+zLnFBP+G40gZJoKZErAuRiOPEPao+ddS9L6xt4=', {
        'krusty/testdata': 'testdata',
      }),
      conftest: goModule(
        'github.com/open-policy-agent/conftest@v0.71.1',
        'h1:M6MogKBsr76V7WVTgGgyGvKUsDtzFA3gaOrl7ciyqvQ=',
        { 'examples/kustomize': 'kustomize' },
      ),
      'ragleap-app-chart': pypiWheel(
        'ragleap-app-chart==0.3.2',
        '21dcc8960a8e5729247ee4afd8c2928251e3e2cd64fa23586421991df8301c49',
        { 'ragleap_app_chart/helm/ragleap-app-chart': 'chart' },
      ),
      'ragleap-ops': pypiWheel(
        'ragleap-ops==0.6.2',
        '6cd48de29069f04822864097ca44654f6f338f6d3f3a836edbf0b6164e33aea1',
        { 'ragleap_ops/helm/ragleap-ops': 'chart' },
      ),
      'ragleap-observability': pypiWheel(
        'ragleap-observability==0.8.4',
        'd1c2efdaf9381a25d0610b1ea779a1e586b4f2a598acea5c201c54d9ae972654',
        { 'ragleap_observability/helm/ragleap-observability': 'chart' },
      ),
    }),
    file: 'ragleap-observability/chart/Chart.yaml',
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
  /** Infrastructure as its makers ship it: what the policies of the packs find there is noise. */
  infrastructure: {
    get: together({
      ...Object.fromEntries(
        Object.entries(CONSTRUCTS).map(([spec, digest]) => [
          spec,
          npm(`@aws-solutions-constructs/${spec}`, digest, { 'package/test': 'test' }),
        ]),
      ),
      determined: pypiWheel('determined==0.38.1', '22883b24c642afe2ebadc569cbe54b4c576571a97410987bac2eb1a46d3af7c0', {
        'determined/deploy': 'deploy',
      }),
      mlstacks: pypiWheel('mlstacks==0.10.0', '069869fc34eba42ae0ccfe2369e7825d8164743317102bde334db51076029d46', {
        'mlstacks/terraform': 'terraform',
      }),
      'jupyter-base': pypiWheel(
        'jupyter-deploy-tf-aws-ec2-base==0.6.3',
        'deecef0b33c9c12039333fd599664d0366321bf4504cfa7f867dea00f9ab7513',
        { 'jupyter_deploy_tf_aws_ec2_base/template/engine': 'engine' },
      ),
      'jupyter-lab': pypiWheel(
        'jupyter-deploy-tf-aws-ec2-jupyterlab==0.1.2',
        '10cdf3d2dadc30162de664a18a5ab1bcac52d21bf4a2116c7cc3388ffd191642',
        { 'jupyter_deploy_tf_aws_ec2_jupyterlab/template/engine': 'engine' },
      ),
      'jupyter-eks': pypiWheel(
        'jupyter-deploy-tf-aws-eks-oidc==0.4.1',
        '692d1eb5a7a876e2032a7fe5af81c112adbb990713eb279c21a3a4c4dbd78bf8',
        { 'jupyter_deploy_tf_aws_eks_oidc/template/engine': 'engine' },
      ),
    }),
    file: 'jupyter-eks',
  },
}

/** Not for tests: fetched where somebody asks for it. */
const ONLY_BY_NAME: readonly Thing[] = ['infrastructure']

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

/** Several things, each in a folder of its own. */
function together(parts: Readonly<Record<string, Get>>): Get {
  return (folder) => {
    for (const [name, get] of Object.entries(parts)) {
      mkdirSync(join(folder, name))
      get(join(folder, name))
    }
  }
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

/** What a project ships to PyPI as it is to be installed, programs for Linux on x64. */
function pypiWheel(spec: string, digest: string, files: Files): Get {
  return (folder) => {
    const platform = ['--only-binary', ':all:', '--platform', 'manylinux_2_28_x86_64', '--python-version', '3.12']
    const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', ...platform, '--dest', folder, spec]
    execFileSync('python3', args, { stdio: 'pipe' })
    unpack(folder, digest, files)
  }
}

function goModule(spec: string, sum: string, files: Files): Get {
  return (folder) => {
    const sources = goSources(spec, sum)
    for (const [from, to] of Object.entries(files)) {
      cpSync(join(sources, from), join(folder, to), { recursive: true })
      execFileSync('chmod', ['-R', 'u+w', join(folder, to)]) // Go keeps its modules read-only
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
  const names = (Object.keys(THINGS) as Thing[]).filter((name) =>
    wanted.length === 0 ? !ONLY_BY_NAME.includes(name) : wanted.includes(name),
  )
  for (const name of names) console.log(`${name}: ${fetchPinned(name)}`)
}
