import { params } from './params.ts'

/** What only a configuration file can say, one file a section. Other settings are inputs and flags as well: options.ts. */
export const SECTIONS = { params } as const
