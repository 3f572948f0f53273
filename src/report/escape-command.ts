/** The data of a workflow command, escaped as the toolkit does. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** A property of a workflow command, escaped as the toolkit does. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A workflow command; properties without a value are left out. */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${escapeProperty(value)}`)
  return `::${name}${written.length === 0 ? '' : ` ${written.join(',')}`}::${escapeData(message)}`
}

/**
 * Text that may be printed to a job's log: the runner obeys `::command::` at the start of a line, and the older
 * `##[command]` anywhere in it.
 */
export function inertInLog(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\\:').replaceAll('##[', '##\\[')
}
