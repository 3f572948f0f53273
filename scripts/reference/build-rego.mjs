// Builds the real conftest and opa from their Go modules, to compare with and to compile policies with:
//
//   node scripts/reference/build-rego.mjs            builds them unless they are there, and prints their paths
//   node scripts/reference/build-rego.mjs --cached   prints their paths if they are there
//
// The binaries are kept by version in .cache/reference/. Only `skipped: …` is printed where they cannot be had.
import { printTools, requiredVersion } from './go-tools.mjs'

const TOOLS = ['conftest', 'opa'].map((name) => {
  const module = `github.com/open-policy-agent/${name}`
  const version = requiredVersion('rego', module)
  return { name: `${name}-${version}`, package: module, requires: [`${module} ${version}`] }
})

printTools(TOOLS, 'conftest and opa')
