/**
 * Mutation testing of the verdict: `npm run mutation`, docs/quality.md.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/verdict/**/*.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    configFile: 'jest.config.mjs',
    config: { roots: ['<rootDir>/__tests__/verdict'] },
    enableFindRelatedTests: true,
  },
  // Only what these tests load is copied: the engines alone are tens of megabytes.
  ignorePatterns: ['**', '!src/**', '!__tests__/verdict/**', '!package.json', '!jest.config.mjs'],
  coverageAnalysis: 'perTest',
  // What was found out stays, so that a run that was stopped can be gone on with.
  incremental: true,
  incrementalFile: 'coverage/mutation/incremental.json',
  concurrency: 1,
  reporters: ['clear-text', 'progress', 'html', 'json'],
  tempDirName: '.stryker-tmp',
  htmlReporter: { fileName: 'coverage/mutation/report.html' },
  jsonReporter: { fileName: 'coverage/mutation/report.json' },
  thresholds: { high: 95, low: 90, break: 90 },
}
