import { ConfigError, EXIT, ToolError } from '../src/errors.ts'

describe('exit codes', () => {
  test("the user's error exits 2 and a tool's failure 3, and neither looks like a violation", () => {
    const detail = { code: 'x', what: 'what', remedy: 'remedy' }
    expect(new ConfigError(detail).exitCode).toBe(2)
    expect(new ToolError(detail).exitCode).toBe(3)
    expect(new Set(Object.values(EXIT)).size).toBe(4)
  })
})
