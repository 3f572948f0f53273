package driver

import (
	"runtime/debug"
	"strings"

	"helm.sh/helm/v3/pkg/chartutil"
)

// The capabilities that templates see by default are those of Helm's releases: their build sets the version of Kubernetes from
// that of its client, and that of Helm from the tag.
func init() {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		panic("the module does not know what it was built from")
	}
	for _, module := range info.Deps {
		switch module.Path {
		case "helm.sh/helm/v3":
			chartutil.DefaultCapabilities.HelmVersion.Version = module.Version
		case "k8s.io/apimachinery":
			minor := strings.Split(module.Version, ".")[1]
			kubernetes, err := chartutil.ParseKubeVersion("1." + minor + ".0")
			if err != nil {
				panic(err)
			}
			chartutil.DefaultCapabilities.KubeVersion = *kubernetes
		}
	}
	chartutil.DefaultCapabilities.APIVersions = apiVersions
}

// apiVersions is what Helm finds in the scheme of its client, in its order. The scheme itself is not linked: it holds every type of
// Kubernetes and has to be read at each start. The comparison with the native program covers all of them.
var apiVersions = chartutil.VersionSet(strings.Fields(`
v1 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1alpha1 admissionregistration.k8s.io/v1beta1
internal.apiserver.k8s.io/v1alpha1 apps/v1 apps/v1beta1 apps/v1beta2 authentication.k8s.io/v1
authentication.k8s.io/v1alpha1 authentication.k8s.io/v1beta1 authorization.k8s.io/v1 authorization.k8s.io/v1beta1
autoscaling/v1 autoscaling/v2 batch/v1 batch/v1beta1 certificates.k8s.io/v1 certificates.k8s.io/v1beta1
certificates.k8s.io/v1alpha1 coordination.k8s.io/v1alpha2 coordination.k8s.io/v1beta1 coordination.k8s.io/v1
discovery.k8s.io/v1 discovery.k8s.io/v1beta1 events.k8s.io/v1 events.k8s.io/v1beta1 extensions/v1beta1
flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1beta2
flowcontrol.apiserver.k8s.io/v1beta3 lifecycle.k8s.io/v1alpha1 networking.k8s.io/v1 networking.k8s.io/v1beta1
node.k8s.io/v1 node.k8s.io/v1alpha1 node.k8s.io/v1beta1 policy/v1 policy/v1beta1 rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 resource.k8s.io/v1 resource.k8s.io/v1beta2
resource.k8s.io/v1beta1 resource.k8s.io/v1alpha3 scheduling.k8s.io/v1alpha3 scheduling.k8s.io/v1beta1
scheduling.k8s.io/v1 storage.k8s.io/v1beta1 storage.k8s.io/v1 storage.k8s.io/v1alpha1 storagemigration.k8s.io/v1
storagemigration.k8s.io/v1beta1 apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1
`))
