/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Tests start processes; on a busy machine each takes its time, and how long is not what they assert.
  testTimeout: 180_000,
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // The built bundles, upstream Go sources and example repositories hold package files and tests of their own.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/engine/', '<rootDir>/examples/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/', '<rootDir>/engine/'],
}
