const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const INTEGER = /^([-+]?)(0x[0-9a-f]+|0b[01]+|0o[0-7]+|0[0-7]*|[1-9][0-9]*)$/i
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/i

/**
 * The name that the cluster's reader (YAML 1.1, then JSON) gives a key written plainly: `yes` becomes `true` and
 * `0x10` becomes `16`. Integers stay exact beyond 2^53.
 */
export function jsonKey(source: string): string {
  if (TRUE.test(source)) return 'true'
  if (FALSE.test(source)) return 'false'
  if (!/^[-+.0-9]/.test(source)) return source
  const plain = source.replaceAll('_', '')
  const integer = INTEGER.exec(plain)
  if (integer !== null) return integerKey(integer[1] === '-', integer[2] as string)
  return DECIMAL.test(plain) ? String(Number(plain)) : source
}

function integerKey(negative: boolean, digits: string): string {
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase())
  return String(negative ? -value : value)
}
