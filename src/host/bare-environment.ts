/**
 * What a program needs to run at all and to reach the network as the machine does. Anything else may be a token, or change what
 * the program does (KUBECONFIG, GIT_*, KYVERNO_EXPERIMENTAL, CONFTEST_*).
 */
const NEEDED = [
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
]

/** Names of variables are upper case here; proxies are often written small, and Windows does not tell. */
export function bareEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const kept = Object.entries(env).filter(([name]) => NEEDED.includes(name.toUpperCase()))
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}
