import type { Hint, Result } from '../model/result.ts'

const STEP = String.raw`[A-Za-z_][\w-]*(?:\[(?:"[^"\]]*"|\d+)\])?`
const ADDRESS = new RegExp(String.raw`(?:module\.${STEP}\.)*(?:data\.)?[a-z][a-z0-9]*_\w+\.${STEP}`)
const QUOTED = /'([^'\n]{1,200})'|"([^"\n]{1,200})"|`([^`\n]{1,200})`/g

/** What a result says of its place: what its rule gave, else an address or quoted names that its message mentions. */
export function hintOf({ hint, message, document }: Result): Hint | undefined {
  if (hint !== undefined || document.content !== 'terraform-plan') return hint
  const [address] = ADDRESS.exec(message) ?? []
  if (address !== undefined) return { address }
  const names = [...message.matchAll(QUOTED)].map(([, single, double, back]) => single ?? double ?? back ?? '')
  return names.length === 0 ? undefined : { names }
}
