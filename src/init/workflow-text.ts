/** Where GitHub looks for workflows. */
export const WORKFLOW_FILE = '.github/workflows/policy-gate.yml'

/**
 * The workflow. Nothing in it comes from the repository: what is particular to one stands in the configuration, which pull
 * requests cannot change for themselves. The same actions as in examples/agent-pr, pinned alike.
 */
export function workflowText(needsPlan: boolean): string {
  return `name: policy-gate

# No \`paths:\` filter: a required check that does not run stays pending for ever. The gate itself finds what changed, and a
# pull request that changes nothing to judge passes at once.
on:
  pull_request:
  merge_group:

permissions: {}

concurrency:
  group: policy-gate-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  policy-gate:
    name: policy-gate
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check the code out; enough for a verdict
      # pull-requests: read # for approvals of exceptions; write: for the comment on the pull request as well
      # checks: write # for annotations beyond ten of a kind, and to count the attempts of agents
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 2
          persist-credentials: false
${needsPlan ? PLAN : ''}      # the settings: .github/policy-gate.yml
      - uses: policy-gate/policy-gate@v0 # pin it to a commit
`
}

const PLAN = `      # The policies look at Terraform plans. Make one here, with your credentials for reading, and name it below \`plans\`:
      # - run: terraform init -input=false && terraform plan -input=false -out=tfplan
      # - run: terraform show -json tfplan > plan.json
`
