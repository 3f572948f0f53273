/** What of a change counts, from the least to the most. */
export const SCOPES = ['changed-lines', 'changed-resources', 'changed-files', 'all'] as const

export type CountedScope = (typeof SCOPES)[number]
