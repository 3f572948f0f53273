package driver

import (
	"context"
	"fmt"
	"io"
	"strings"

	kyvernov2 "github.com/kyverno/kyverno/api/kyverno/v2"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/apis/v1alpha1"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/store"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/variables"
	"github.com/kyverno/kyverno/pkg/cel/libs"
	"github.com/kyverno/kyverno/pkg/config"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	"github.com/kyverno/kyverno/pkg/engine/jmespath"
	utils "github.com/kyverno/kyverno/pkg/utils/restmapper"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// WorldSpec is what the policies may ask of the world, as the official CLI takes it: texts of its own file kinds.
type WorldSpec struct {
	Values    string   `json:"values"`
	Set       []string `json:"set"`
	UserInfo  string   `json:"userInfo"`
	Operation string   `json:"operation"`
}

// world answers, offline, what a cluster would answer online.
type world struct {
	configuration config.Configuration
	jmespath      jmespath.Interface
	mapper        meta.RESTMapper
	provider      *libs.FakeContextProvider
	store         store.Store
	variables     *variables.Variables
	userInfo      *kyvernov2.RequestInfo
	operation     string
	params        []runtime.Object
	configMaps    engineapi.ConfigmapResolver
	// plain means that no values were given: then the context of a resource is the same for all policies.
	plain bool
}

func newWorld(spec WorldSpec, fail func(string)) *world {
	configuration := config.NewDefaultConfiguration(false)
	w := &world{configuration: configuration, jmespath: jmespath.New(configuration), operation: spec.Operation}
	mapper, err := utils.GetRESTMapper(nil)
	if err != nil {
		fail(err.Error())
	}
	w.mapper = mapper
	w.provider = libs.NewFakeContextProvider()
	libs.LibraryContext = w.provider
	w.store.SetLocal(true)
	if err := w.loadValues(spec); err != nil {
		fail(err.Error())
	}
	if err := w.loadUser(spec.UserInfo); err != nil {
		fail(err.Error())
	}
	return w
}

func (w *world) loadValues(spec WorldSpec) error {
	values := &v1alpha1.ValuesSpec{}
	if spec.Values != "" {
		file := &v1alpha1.Values{}
		if err := yaml.UnmarshalStrict([]byte(spec.Values), file); err != nil {
			return fmt.Errorf("the values file cannot be read: %w", err)
		}
		values = &file.ValuesSpec
	}
	w.plain = spec.Values == "" && len(spec.Set) == 0
	loaded, err := variables.New(io.Discard, nil, "", "", values, spec.Set...)
	if err != nil {
		return err
	}
	w.variables = loaded
	loaded.SetInStore(&w.store)
	return nil
}

func (w *world) loadUser(text string) error {
	if text == "" {
		return nil
	}
	info := &v1alpha1.UserInfo{}
	if err := yaml.UnmarshalStrict([]byte(text), info); err != nil {
		return fmt.Errorf("the user info file cannot be read: %w", err)
	}
	w.userInfo = &info.RequestInfo
	return nil
}

// namespace resolves a namespace for the CEL engines; an unknown one still has its name, as it would have in the
// cluster once the resource exists.
func (w *world) namespace(name string) *corev1.Namespace {
	return w.variables.Namespace(name)
}

// resourceOf maps a kind to its resource, by the built-in kinds and given CRDs, else by the guess kubectl makes.
func (w *world) resourceOf(gvk schema.GroupVersionKind) schema.GroupVersionResource {
	if mapping, err := w.mapper.RESTMapping(gvk.GroupKind(), gvk.Version); err == nil {
		return mapping.Resource
	}
	guessed, _ := meta.UnsafeGuessKindToResource(gvk)
	return guessed
}

// requestOperation follows the CLI: an explicit operation, else the global value, else CREATE.
func (w *world) requestOperation(explicit string) string {
	for _, candidate := range []string{explicit, w.operation, w.variables.GlobalOperation()} {
		if candidate != "" {
			return strings.ToUpper(candidate)
		}
	}
	return "CREATE"
}

// topLevel maps the kind of a subresource that the values declare to its parent, as the CLI does.
func (w *world) topLevel(gvk schema.GroupVersionKind) (schema.GroupVersionKind, string) {
	for _, declared := range w.variables.Subresources() {
		if gvk == (schema.GroupVersionKind{Group: declared.Subresource.Group, Version: declared.Subresource.Version, Kind: declared.Subresource.Kind}) {
			parent := declared.ParentResource
			_, name, _ := strings.Cut(declared.Subresource.Name, "/")
			return schema.GroupVersionKind{Group: parent.Group, Version: parent.Version, Kind: parent.Kind}, name
		}
	}
	return gvk, ""
}

// client is the cluster that API calls in a policy's context reach; there is none unless resources were given.
func (w *world) client() engineapi.Client { return nil }

var background = context.Background()
