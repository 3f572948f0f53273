import { agents } from './agents.ts'
import { params } from './params.ts'
import { severity } from './severity.ts'

/** What only a configuration file can say, one file a section. Other settings are inputs and flags as well: options.ts. */
export const SECTIONS = { agents, params, severity } as const
