package driver

import (
	"sync"

	mpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/mpol/compiler"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
)

// schemaConverters merge apply configurations by the schemas that client-go carries for the kinds of Kubernetes itself.
// For any other kind they deduce: maps merge, lists are replaced, which is what a CRD says unless it declares otherwise.
type schemaConverters struct {
	builtin managedfields.TypeConverter
}

var _ mpolcompiler.TypeConverterManager = schemaConverters{}

var typeConverters = sync.OnceValue(func() mpolcompiler.TypeConverterManager {
	return schemaConverters{builtin: applyconfigurations.NewTypeConverter(scheme.Scheme)}
})

func (c schemaConverters) GetTypeConverter(gvk schema.GroupVersionKind) managedfields.TypeConverter {
	if scheme.Scheme.Recognizes(gvk) {
		return c.builtin
	}
	return managedfields.NewDeducedTypeConverter()
}
