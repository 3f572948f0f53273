import { ConfigError } from '../../errors.ts'
import type { RendererName, ToolName } from './tool.ts'

interface Known {
  /** Sha256 of the release's checksums.txt. */
  readonly checksums?: string
  /** Sha256 of its archives. */
  readonly archives?: Readonly<Record<string, string>>
}

interface Releases {
  readonly repository: string
  /** What the embedded engine is made of. */
  readonly version: string
  readonly asset: (version: string, system: string, processor: string, ending: string) => string
  readonly systems: Readonly<Partial<Record<NodeJS.Platform, string>>>
  /** Who signs checksums.txt by Sigstore, where the project does: the workflow of the tag, and who vouched for it. */
  readonly signer?: (version: string) => { readonly identity: string; readonly issuer: string }
  /** Digests that ship with the gate. docs/engines.md tells where they come from. */
  readonly known: Readonly<Record<string, Known>>
}

export const RELEASES: Readonly<Record<ToolName, Releases>> = {
  kyverno: {
    repository: 'kyverno/kyverno',
    version: '1.19.1',
    asset: (version, system, processor, ending) => `kyverno-cli_v${version}_${system}_${processor}.${ending}`,
    systems: { linux: 'linux', darwin: 'darwin', win32: 'windows' },
    signer: (version) => ({
      identity: `https://github.com/kyverno/kyverno/.github/workflows/release.yaml@refs/tags/v${version}`,
      issuer: 'https://token.actions.githubusercontent.com',
    }),
    known: {
      '1.19.1': {
        checksums: 'ef46faa1cbf507fcfd9326dfc595c1ecd67df5af0247c064fc20bc974b01acf1',
        archives: {
          'kyverno-cli_v1.19.1_linux_x86_64.tar.gz': 'b38228f367fc0fdc2b08f4c83ea50ac5f16c60ff8d62d76a66157c33c47b70ae',
          'kyverno-cli_v1.19.1_linux_arm64.tar.gz': 'd78fecd183e1e6749c653fdb744c88d065e6737ec6856c97c4efac84bec54554',
          'kyverno-cli_v1.19.1_darwin_x86_64.tar.gz':
            'd9d7a857755ccd027cba8b2a5146a515c1590d65b38cb37a2170809329e4f393',
          'kyverno-cli_v1.19.1_darwin_arm64.tar.gz': '2cf5febbedaafca5d3c7819925a49f9723bf4c3337a1327b6f72970480af385a',
        },
      },
    },
  },
  conftest: {
    repository: 'open-policy-agent/conftest',
    version: '0.71.1',
    asset: (version, system, processor, ending) => `conftest_${version}_${system}_${processor}.${ending}`,
    systems: { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' },
    known: {
      '0.71.1': {
        archives: {
          'conftest_0.71.1_Linux_x86_64.tar.gz': 'c3f6b2a753bd56e377a1e51a95ae3e057f926f2e9139f7d5b5dfbbaf810f7985',
        },
      },
    },
  },
}

const PROCESSORS: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'arm64' }

/** The machine that a program is for, in the words of Node. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
}

/** One release of a program for one kind of machine, and where its files are. */
export interface Release {
  readonly name: ToolName
  readonly version: string
  /** Name of the archive. */
  readonly asset: string
  /** Name of the program in it. */
  readonly program: string
  readonly url: (file: string) => string
  readonly signer?: { readonly identity: string; readonly issuer: string }
  readonly known: Known
}

export function releaseOf(name: ToolName, version: string, machine: Machine, mirror = 'https://github.com'): Release {
  const { repository, asset, systems, signer, known } = RELEASES[name]
  const system = systems[machine.platform]
  const processor = PROCESSORS[machine.arch]
  if (system === undefined || processor === undefined) throw unsupported(name, machine)
  const isWindows = machine.platform === 'win32'
  return {
    name,
    version,
    asset: asset(version, system, processor, isWindows ? 'zip' : 'tar.gz'),
    program: programOf(name, machine.platform),
    url: (file) => `${mirror.replace(/\/+$/, '')}/${repository}/releases/download/v${version}/${file}`,
    ...(signer === undefined ? {} : { signer: signer(version) }),
    known: known[version] ?? {},
  }
}

export function programOf(name: ToolName | RendererName, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `${name}.exe` : name
}

function unsupported(name: ToolName, { platform, arch }: Machine): ConfigError {
  return new ConfigError({
    code: 'tool.platform',
    what: `there is no release of ${name} for ${platform} on ${arch}`,
    where: { input: 'engine' },
    remedy: 'name a folder with a program of your own by `tool-path`, or take `engine: embedded`',
  })
}
