package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	kyvernov2 "github.com/kyverno/kyverno/api/kyverno/v2"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/apis/v1alpha1"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/store"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/variables"
	"github.com/kyverno/kyverno/pkg/cel/libs"
	"github.com/kyverno/kyverno/pkg/config"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	"github.com/kyverno/kyverno/pkg/engine/jmespath"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/restmapper"
	"sigs.k8s.io/yaml"
)

// WorldSpec is what the policies may ask of the world, in the official CLI's own formats. Everything is optional.
type WorldSpec struct {
	// Values, UserInfo and Context are the texts of files of those kinds.
	Values   string `json:"values"`
	UserInfo string `json:"userInfo"`
	Context  string `json:"context"`
	// InlineValues is a `values` section as a test suite carries it.
	InlineValues *v1alpha1.ValuesSpec `json:"inlineValues"`
	Set          []string             `json:"set"`
	Operation    string               `json:"operation"`
	// Cluster, Params and CRDs are texts of manifests.
	Cluster []string `json:"cluster"`
	Params  []string `json:"params"`
	CRDs    []string `json:"crds"`
	// Complete says that Cluster holds all objects there are, so that lists can be answered.
	Complete             bool                               `json:"complete"`
	APICallResponses     []v1alpha1.APICallResponseEntry    `json:"apiCallResponses"`
	GlobalContextEntries []v1alpha1.GlobalContextEntryValue `json:"globalContextEntries"`
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
	supplied      suppliedNames
	cluster       *offlineCluster
	// plain means that no values were given: then the context of a resource is the same for all policies.
	plain bool
}

// worldFault is what cannot be used, and the part of the specification that it stands in.
type worldFault struct {
	part string
	err  error
}

func newWorld(spec WorldSpec, fail func(worldFault)) *world {
	configuration := config.NewDefaultConfiguration(false)
	w := &world{configuration: configuration, jmespath: jmespath.New(configuration), operation: spec.Operation}
	// One provider is kept and emptied: the CEL environments that were compiled hold on to it.
	*contextProvider = *libs.NewFakeContextProvider()
	w.provider = contextProvider
	libs.LibraryContext = contextProvider
	w.cluster = &offlineCluster{world: w, complete: spec.Complete}
	w.store.SetLocal(true)
	for _, part := range []struct {
		name string
		load func(WorldSpec) error
	}{
		{"crds", w.loadMapper}, {"values", w.loadValues}, {"userInfo", w.loadUser}, {"cluster", w.loadCluster},
		{"context", w.loadContext}, {"params", w.loadParams}, {"mocks", w.loadMocks},
	} {
		if err := part.load(spec); err != nil {
			fail(worldFault{part.name, err})
		}
	}
	w.cluster.given = len(w.cluster.objects)
	return w
}

func (w *world) loadMapper(spec WorldSpec) error {
	if len(spec.CRDs) == 0 {
		w.mapper = builtinMapper()
		return nil
	}
	groups := append([]*restmapper.APIGroupResources{}, builtinGroups()...)
	for _, text := range spec.CRDs {
		var crd apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal([]byte(text), &crd); err != nil {
			return fmt.Errorf("a CustomResourceDefinition cannot be read: %w", err)
		}
		groups = append(groups, groupOf(crd))
	}
	w.mapper = restmapper.NewDiscoveryRESTMapper(groups)
	return nil
}

func groupOf(crd apiextensionsv1.CustomResourceDefinition) *restmapper.APIGroupResources {
	group := &restmapper.APIGroupResources{
		Group:              metav1.APIGroup{Name: crd.Spec.Group},
		VersionedResources: map[string][]metav1.APIResource{},
	}
	for _, version := range crd.Spec.Versions {
		discovered := metav1.GroupVersionForDiscovery{GroupVersion: crd.Spec.Group + "/" + version.Name, Version: version.Name}
		group.Group.Versions = append(group.Group.Versions, discovered)
		if version.Storage {
			group.Group.PreferredVersion = discovered
		}
		group.VersionedResources[version.Name] = []metav1.APIResource{{
			Name: crd.Spec.Names.Plural, SingularName: crd.Spec.Names.Singular, Kind: crd.Spec.Names.Kind,
			Namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped,
		}}
	}
	return group
}

func (w *world) loadValues(spec WorldSpec) error {
	values := spec.InlineValues
	if values == nil {
		values = &v1alpha1.ValuesSpec{}
	}
	// Whoever asks although the file cannot be used finds no values, rather than nothing to ask.
	w.variables = &variables.Variables{}
	if spec.Values != "" {
		file := &v1alpha1.Values{}
		if err := strictly(spec.Values, file, &file.TypeMeta, "Values", "Value"); err != nil {
			return fmt.Errorf("the values file cannot be read: %w", err)
		}
		if file.Kind == "" || file.APIVersion == "" {
			return errors.New("the values file cannot be read: it lacks its apiVersion or its kind, `Values`")
		}
		values = &file.ValuesSpec
	}
	w.plain = spec.Values == "" && spec.InlineValues == nil && len(spec.Set) == 0
	loaded, err := variables.New(io.Discard, nil, "", "", values, spec.Set...)
	if err != nil {
		return err
	}
	w.variables = loaded
	loaded.SetInStore(&w.store)
	w.supplied = suppliedBy(values, spec.Set)
	return nil
}

func (w *world) loadUser(spec WorldSpec) error {
	if spec.UserInfo == "" {
		return nil
	}
	info := &v1alpha1.UserInfo{}
	if err := strictly(spec.UserInfo, info, &info.TypeMeta, "UserInfo"); err != nil {
		return fmt.Errorf("the user info file cannot be read: %w", err)
	}
	w.userInfo = &info.RequestInfo
	return nil
}

// strictly reads a file of the official CLI, which refuses unknown fields as well. A file of another kind would be read
// as one that says nothing. The CLI looks at no kind at all, and suites in use say `Value` where they mean `Values`.
func strictly(text string, into any, is *metav1.TypeMeta, kinds ...string) error {
	if err := yaml.UnmarshalStrict([]byte(text), into); err != nil {
		return err
	}
	if is.Kind != "" && !slices.Contains(kinds, is.Kind) {
		return fmt.Errorf("it is a %s, not a %s", is.Kind, kinds[0])
	}
	return onlyOne(text)
}

// onlyOne refuses what stands behind the first document, which would not be read.
func onlyOne(text string) error {
	chunks, err := split([]byte(text))
	if err != nil {
		return err
	}
	found := 0
	for _, part := range chunks {
		content, err := decode(part.text)
		if err != nil {
			return err
		}
		if content != nil {
			found++
		}
	}
	if found > 1 {
		return fmt.Errorf("it holds %d documents, of which only the first would be read", found)
	}
	return nil
}

func (w *world) loadCluster(spec WorldSpec) error {
	for _, text := range spec.Cluster {
		objects, err := w.manifests(text)
		if err != nil {
			return fmt.Errorf("a manifest of the cluster cannot be read: %w", err)
		}
		for _, object := range objects {
			if err := w.offer(object); err != nil {
				return err
			}
		}
	}
	w.store.AllowApiCall(true)
	return nil
}

// offer puts an object into the cluster that policies see, in the classic language and in CEL.
func (w *world) offer(object *unstructured.Unstructured) error {
	w.cluster.objects = append(w.cluster.objects, object)
	return w.provider.AddResource(w.resourceOf(object.GroupVersionKind()), object)
}

func (w *world) loadContext(spec WorldSpec) error {
	if spec.Context == "" {
		return nil
	}
	file := &v1alpha1.Context{}
	if err := strictly(spec.Context, file, &file.TypeMeta, "Context"); err != nil {
		return fmt.Errorf("the context file cannot be read: %w", err)
	}
	for i := range file.ContextSpec.Resources {
		if err := w.offer(&file.ContextSpec.Resources[i]); err != nil {
			return err
		}
	}
	for _, image := range file.ContextSpec.Images {
		raw, err := json.Marshal(image)
		if err != nil {
			return err
		}
		var described map[string]any
		if err := json.Unmarshal(raw, &described); err != nil {
			return err
		}
		w.provider.AddImageData(image.Image, described)
	}
	return nil
}

func (w *world) loadParams(spec WorldSpec) error {
	for _, text := range spec.Params {
		objects, err := w.manifests(text)
		if err != nil {
			return fmt.Errorf("a parameter resource cannot be read: %w", err)
		}
		for _, object := range objects {
			w.params = append(w.params, object)
		}
	}
	return nil
}

func (w *world) loadMocks(spec WorldSpec) error {
	if err := v1alpha1.ValidateAPICallResponses(spec.APICallResponses); err != nil {
		return err
	}
	if err := v1alpha1.ValidateGlobalContextEntries(spec.GlobalContextEntries); err != nil {
		return err
	}
	w.store.SetAPICallResponses(spec.APICallResponses)
	w.store.SetGlobalContextEntries(spec.GlobalContextEntries)
	for _, entry := range spec.GlobalContextEntries {
		value, err := store.ResolveGlobalContextMockData(entry)
		if err != nil {
			return err
		}
		w.provider.AddGlobalReference(entry.Name, value)
	}
	mocks, err := httpMocks(spec.APICallResponses)
	if err == nil && len(mocks) > 0 {
		w.store.SetHTTPMockIndex(mocks)
		w.provider.SetHTTPMocks(mocks)
	}
	return err
}

// httpMocks shapes the responses as CEL's http library returns them.
func httpMocks(entries []v1alpha1.APICallResponseEntry) (map[string]any, error) {
	index := make(map[string]any, len(entries))
	for _, entry := range entries {
		body, err := v1alpha1.RawExtensionToObject(entry.Response.Body)
		if err != nil {
			return nil, fmt.Errorf("apiCallResponses %q: %w", entry.ResolvedURL(), err)
		}
		status := entry.Response.StatusCode
		if status == 0 {
			status = 200
		}
		key := entry.ResolvedURL()
		if method := strings.ToUpper(strings.TrimSpace(entry.Method)); method != "" {
			key = method + ":" + key
		}
		index[key] = map[string]any{"body": body, "statusCode": status}
	}
	return index, nil
}

// manifests reads the objects of a text as documents to judge are read.
func (w *world) manifests(text string) ([]*unstructured.Unstructured, error) {
	chunks, err := split([]byte(text))
	if err != nil {
		return nil, err
	}
	var objects []*unstructured.Unstructured
	for _, part := range chunks {
		object, err := decode(part.text)
		if err != nil {
			return nil, err
		}
		walkLists(object, []any{}, func(_ []any, item map[string]any) {
			if isKubernetes(item) {
				resource := &unstructured.Unstructured{Object: item}
				w.normalise(resource)
				objects = append(objects, resource)
			}
		})
	}
	return objects, nil
}

// namespace resolves a namespace for the CEL engines from the values, else from the cluster's objects.
func (w *world) namespace(name string) *corev1.Namespace {
	if known := w.variables.Namespace(name); known != nil {
		return w.withName(known)
	}
	found, err := w.cluster.GetNamespace(background, name, metav1.GetOptions{})
	if err != nil {
		return nil
	}
	return w.withName(found)
}

func (w *world) namespaceLabels(resource *unstructured.Unstructured) map[string]string {
	name := resource.GetNamespace()
	given, ok := w.variables.NamespaceSelectors()[name]
	switch known := w.namespace(name); {
	case resource.GetKind() == "Namespace" || name == "":
		return given
	case ok || known == nil:
		return w.named(given, name)
	default:
		return known.Labels
	}
}

// selectorLabels are the labels of all namespaces that are known, for the admission policies of Kubernetes itself.
func (w *world) selectorLabels() map[string]map[string]string {
	known := map[string]map[string]string{}
	for _, object := range w.cluster.objects {
		if object.GetKind() == "Namespace" && object.GetAPIVersion() == "v1" {
			known[object.GetName()] = object.GetLabels()
		}
	}
	for name, given := range w.variables.NamespaceSelectors() {
		known[name] = given
	}
	return known
}

// resourceOf maps a kind to its resource, by the built-in kinds and given CRDs, else by the guess kubectl makes.
func (w *world) resourceOf(gvk schema.GroupVersionKind) schema.GroupVersionResource {
	if mapping, err := w.mapper.RESTMapping(gvk.GroupKind(), gvk.Version); err == nil {
		return mapping.Resource
	}
	guessed, _ := meta.UnsafeGuessKindToResource(gvk)
	return guessed
}

// clusterScoped knows the built-in kinds and those of the CRDs that were given, in any version; any other kind is
// namespaced, as in the official CLI.
func (w *world) clusterScoped(gvk schema.GroupVersionKind) bool {
	mappings, err := w.mapper.RESTMappings(gvk.GroupKind())
	return err == nil && len(mappings) > 0 && mappings[0].Scope.Name() == meta.RESTScopeNameRoot
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

func (w *world) client() engineapi.Client { return w.cluster }

var (
	background      = context.Background()
	contextProvider = libs.NewFakeContextProvider()
)
