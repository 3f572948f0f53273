import * as z from 'zod/mini'
import { listed, type Subject } from './branch.ts'
import type { IsOwner } from './talk.ts'

const permission = z.object({ permission: z.string(), role_name: z.optional(z.string()) })

const ROLES: ReadonlySet<string> = new Set(['admin', 'maintain'])

/** Where nobody is named as an owner, those who maintain the repository are. What GitHub does not say is no. */
export function maintainers({ ask, repository }: Subject): IsOwner {
  return async (login) => {
    const path = `${repository}/collaborators/${encodeURIComponent(login)}/permission`
    const found = await listed(ask, path, permission)
    return found !== undefined && (ROLES.has(found.permission) || ROLES.has(found.role_name ?? ''))
  }
}
