/** How one run of a program of others ended. What it said is untrusted text. */
export type Ran =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'broken'; readonly message: string }
