import type { Format } from '../model/format.ts'
import { agent } from './agent.ts'
import { github } from './annotations.ts'
import type { Context } from './context.ts'
import { gitlab } from './gitlab.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { openreports, policyreport } from './openreports.ts'
import { sarif } from './sarif.ts'
import type { Shown } from './shown.ts'
import { text } from './text.ts'

/** Writes a verdict in one form. `colour` is for terminals alone. */
export type Reporter = (shown: Shown, context: Context, colour: boolean) => string

/** Every form; a new one is a file beside this, a line here and its name in model/format.ts. */
export const REPORTERS: Readonly<Record<Format, Reporter>> = {
  text: (shown, _context, colour) => text(shown, { colour }),
  json: (shown) => json(shown),
  github: (shown) => github(shown),
  markdown: (shown, { blobUrl }) => markdown(shown, blobUrl === undefined ? {} : { blobUrl }),
  sarif: (shown, context) => sarif(shown, context),
  junit: (shown) => junit(shown),
  openreports,
  policyreport,
  gitlab: (shown) => gitlab(shown),
  agent: (shown) => agent(shown),
  html: (shown, context) => html(shown, context),
}
