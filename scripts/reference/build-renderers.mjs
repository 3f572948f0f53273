// Builds the real helm and kustomize from their Go modules, to compare renderings with:
//
//   node scripts/reference/build-renderers.mjs            builds them unless they are there, and prints their paths
//   node scripts/reference/build-renderers.mjs --cached   prints their paths if they are there
//
// The binaries are kept by version in .cache/reference/. Only `skipped: …` is printed where they cannot be had.
import { printTools, requiredVersion } from './go-tools.mjs'

/** helm is what engine/render requires; this kustomize is the newest that the same Go builds, on the same api. */
const HELM = requiredVersion('render', 'helm.sh/helm/v3')
const API = requiredVersion('render', 'sigs.k8s.io/kustomize/api')
const KUSTOMIZE = 'v5.8.2'
const TOOLS = [
  {
    name: `helm-${HELM}`,
    package: 'helm.sh/helm/v3/cmd/helm',
    requires: [`helm.sh/helm/v3 ${HELM}`],
  },
  {
    name: `kustomize-${KUSTOMIZE}-api-${API}`,
    package: 'sigs.k8s.io/kustomize/kustomize/v5',
    requires: [`sigs.k8s.io/kustomize/kustomize/v5 ${KUSTOMIZE}`, `sigs.k8s.io/kustomize/api ${API}`],
  },
]

printTools(TOOLS, 'the reference renderers')
