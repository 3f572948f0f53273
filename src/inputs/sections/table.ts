import { agents } from './agents.ts'
import { charts } from './charts.ts'
import { exceptionRules, exceptions } from './exceptions.ts'
import { owners, requireApproval } from './owners.ts'
import { params } from './params.ts'
import { renderEngine } from './render-engine.ts'
import { severity } from './severity.ts'

/** What only a configuration file can say, one file a section. Other settings are inputs and flags as well: options.ts. */
export const SECTIONS = {
  agents,
  params,
  charts,
  'render-engine': renderEngine,
  severity,
  exceptions,
  'exception-rules': exceptionRules,
  owners,
  'require-approval-for-policy-changes': requireApproval,
} as const
