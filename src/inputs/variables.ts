/** `a=1,b=2` is two variables, as in `kyverno apply --set`. */
export function assignments(words: string[]): readonly string[] {
  return words.flatMap((word) => word.split(',')).map((word) => word.trim())
}

/**
 * What `kyverno apply` leaves out without a word is an error here: an assignment that is not exactly one name and one
 * value, a name that is given twice, and parts of the object itself, which no variable replaces.
 */
export function areVariables(variables: readonly string[]): boolean {
  const names = variables.map((variable) => variable.split('=', 1)[0]?.trim() ?? '')
  return variables.every(isVariable) && new Set(names).size === names.length
}

function isVariable(variable: string): boolean {
  const [name = '', value = '', ...more] = variable.split('=').map((part) => part.trim())
  return name !== '' && value !== '' && more.length === 0 && !name.includes('request.object.')
}
