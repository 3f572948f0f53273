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
/** The build of Helm's releases sets these: what templates see depends on them. */
const KUBERNETES = requiredVersion('render', 'k8s.io/apimachinery').split('.')[1]
const OF_RELEASES = [
  'internal/version.metadata=',
  `internal/version.version=${HELM}`,
  'pkg/chartutil.k8sVersionMajor=1',
  `pkg/chartutil.k8sVersionMinor=${KUBERNETES}`,
]
const TOOLS = [
  {
    name: `helm-${HELM}-kubernetes-1.${KUBERNETES}`,
    package: 'helm.sh/helm/v3/cmd/helm',
    requires: [`helm.sh/helm/v3 ${HELM}`],
    variables: OF_RELEASES.map((one) => `helm.sh/helm/v3/${one}`),
  },
  {
    name: `kustomize-${KUSTOMIZE}-api-${API}`,
    package: 'sigs.k8s.io/kustomize/kustomize/v5',
    requires: [`sigs.k8s.io/kustomize/kustomize/v5 ${KUSTOMIZE}`, `sigs.k8s.io/kustomize/api ${API}`],
  },
]

printTools(TOOLS, 'the reference renderers')
