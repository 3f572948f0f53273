/**
 * Where the gate answers otherwise than `kyverno apply` on purpose. Each entry says why; a difference that no entry
 * covers fails the test, and so does an entry that covers nothing in a full run.
 */
export interface Difference {
  readonly reason: string
  /** What the CLI said, and a part of its message, which tells the cause. */
  readonly reference: string
  readonly because: RegExp
  readonly embedded: RegExp
  /** Only for policies with this in their text. */
  readonly policy?: RegExp
}

export const DIFFERENCES: readonly Difference[] = [
  {
    reason:
      'the CLI panics when a policy lists a kind that none of its resources has; the gate answers with an empty list',
    reference: 'refused',
    because: /you must register resource to list kind/,
    embedded: /^applied$/,
  },
  {
    reason:
      'the CLI has no ConfigMaps outside of values files; the gate reads them from the manifests, as the cluster would',
    reference: 'error',
    because: /Unknown key "/,
    embedded: /^(pass|fail|skip)$/,
    policy: /configMap:/,
  },
  {
    reason:
      "the CLI's stand-in for the API server cannot read the path of one Namespace; the gate's can, and it has the manifest",
    reference: 'error',
    because: /with raw url: \/api\/v1\/namespaces\/[^/]+(: failed to parse path|$)/,
    embedded: /^(pass|fail|skip)$/,
    policy: /apiCall:/,
  },
]
