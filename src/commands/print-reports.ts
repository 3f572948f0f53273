import type { Host } from '../host/host.ts'
import type { ReportArguments } from '../inputs/argv.ts'
import { REPORTERS } from '../report/formats.ts'
import type { Shown } from '../report/shown.ts'
import { wantsColour } from './output.ts'

/** Remedies are looked for where an agent will read of them. */
export function isAdviceWanted({ format, reports }: ReportArguments): boolean {
  return [format, ...reports.map((report) => report.format)].includes('agent')
}

/** Writes every report that the command line asks for. */
export async function printReports(
  host: Host,
  { format, output, reports }: ReportArguments,
  shown: Shown,
): Promise<void> {
  const context = { at: host.now().toISOString() }
  const report = REPORTERS[format](shown, context, output === undefined && wantsColour(host))
  for (const other of reports) await host.write(other.path, REPORTERS[other.format](shown, context, false))
  if (output === undefined) host.print(report)
  else await host.write(output, report)
}
