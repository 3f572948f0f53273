package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// offlineCluster answers the questions a policy asks of the API server from objects that were handed over: it is the
// whole cluster as far as the policies can tell. An object it does not hold is "not found", as it would be there.
type offlineCluster struct {
	world   *world
	objects []*unstructured.Unstructured
	// complete means that the objects are meant to be all there are (a test's, or a file that says so). Otherwise
	// they are a repository's, and a list of them would claim to know what else runs in the cluster.
	complete bool
	// given is how many objects came with the policies; what the repository offers does not stand in for one of them.
	given int
}

var _ engineapi.Client = &offlineCluster{}

var errIncomplete = errors.New("the list of objects in the cluster is not known offline; give it in a context file")

func (c *offlineCluster) find(match func(*unstructured.Unstructured) bool) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, object := range c.objects {
		if match(object) {
			found = append(found, object)
		}
	}
	return found
}

func (c *offlineCluster) get(gvr schema.GroupVersionResource, namespace, name string) (*unstructured.Unstructured, error) {
	found := c.find(func(object *unstructured.Unstructured) bool {
		return object.GetName() == name && object.GetNamespace() == namespace && c.world.resourceOf(object.GroupVersionKind()) == gvr
	})
	if len(found) == 0 {
		return nil, apierrors.NewNotFound(gvr.GroupResource(), name)
	}
	return found[len(found)-1], nil
}

// isGiven tells whether the object came with the policies.
func (c *offlineCluster) isGiven(object *unstructured.Unstructured) bool {
	for _, given := range c.objects[:c.given] {
		if given.GroupVersionKind().GroupKind() == object.GroupVersionKind().GroupKind() &&
			given.GetNamespace() == object.GetNamespace() && given.GetName() == object.GetName() {
			return true
		}
	}
	return false
}

func (c *offlineCluster) list(gvr schema.GroupVersionResource, namespace string, selector labels.Selector) ([]*unstructured.Unstructured, error) {
	if !c.complete {
		return nil, fmt.Errorf("%s: %w", gvr.Resource, errIncomplete)
	}
	return c.find(func(object *unstructured.Unstructured) bool {
		return (namespace == "" || object.GetNamespace() == namespace) &&
			selector.Matches(labels.Set(object.GetLabels())) && c.world.resourceOf(object.GroupVersionKind()) == gvr
	}), nil
}

func (c *offlineCluster) RawAbsPath(_ context.Context, path, method string, _ io.Reader) ([]byte, error) {
	if method != "" && method != "GET" {
		return nil, fmt.Errorf("%s %s: only GET can be answered offline", method, path)
	}
	request, err := parseAPIPath(path)
	if err != nil {
		return nil, err
	}
	if request.name != "" {
		object, err := c.get(request.resource, request.namespace, request.name)
		if err != nil {
			return nil, err
		}
		return json.Marshal(object.Object)
	}
	objects, err := c.list(request.resource, request.namespace, request.selector)
	if err != nil {
		return nil, err
	}
	return json.Marshal(listOf(request.resource, objects))
}

func listOf(gvr schema.GroupVersionResource, objects []*unstructured.Unstructured) map[string]any {
	items := make([]any, 0, len(objects))
	kind := "List"
	for _, object := range objects {
		items = append(items, object.Object)
		kind = object.GetKind() + "List"
	}
	return map[string]any{"apiVersion": gvr.GroupVersion().String(), "kind": kind, "metadata": map[string]any{}, "items": items}
}

// apiPath is a request to the API server: /api/v1/namespaces/NS/RESOURCE/NAME or /apis/GROUP/VERSION/…
type apiPath struct {
	resource        schema.GroupVersionResource
	namespace, name string
	selector        labels.Selector
}

func parseAPIPath(path string) (apiPath, error) {
	address, query, _ := strings.Cut(path, "?")
	out := apiPath{selector: labels.Everything()}
	for _, parameter := range strings.Split(query, "&") {
		if value, found := strings.CutPrefix(parameter, "labelSelector="); found {
			selector, err := labels.Parse(strings.NewReplacer("%3D", "=", "%2C", ",", "%2F", "/").Replace(value))
			if err != nil {
				return out, err
			}
			out.selector = selector
		}
	}
	steps := strings.Split(strings.Trim(address, "/"), "/")
	switch {
	case len(steps) >= 3 && steps[0] == "api":
		out.resource.Version, steps = steps[1], steps[2:]
	case len(steps) >= 4 && steps[0] == "apis":
		out.resource.Group, out.resource.Version, steps = steps[1], steps[2], steps[3:]
	default:
		return out, fmt.Errorf("the API path %s cannot be answered offline", path)
	}
	if len(steps) >= 3 && steps[0] == "namespaces" {
		out.namespace, steps = steps[1], steps[2:]
	}
	out.resource.Resource = steps[0]
	if len(steps) > 1 {
		out.name = steps[1]
	}
	if len(steps) > 2 {
		return out, fmt.Errorf("the API path %s asks for a subresource, which is not known offline", path)
	}
	return out, nil
}

func (c *offlineCluster) gvr(apiVersion, kind string) schema.GroupVersionResource {
	return c.world.resourceOf(schema.FromAPIVersionAndKind(apiVersion, kind))
}

func (c *offlineCluster) GetResource(_ context.Context, apiVersion, kind, namespace, name string, _ ...string) (*unstructured.Unstructured, error) {
	return c.get(c.gvr(apiVersion, kind), namespace, name)
}

func (c *offlineCluster) ListResource(_ context.Context, apiVersion, kind, namespace string, selector *metav1.LabelSelector) (*unstructured.UnstructuredList, error) {
	parsed, err := selectorOf(selector)
	if err != nil {
		return nil, err
	}
	objects, err := c.list(c.gvr(apiVersion, kind), namespace, parsed)
	if err != nil {
		return nil, err
	}
	list := &unstructured.UnstructuredList{}
	for _, object := range objects {
		list.Items = append(list.Items, *object)
	}
	return list, nil
}

// GetResources finds the targets of rules that mutate existing objects; group, version and kind may be `*`.
func (c *offlineCluster) GetResources(_ context.Context, group, version, kind, subresource, namespace, name string, selector *metav1.LabelSelector) ([]engineapi.Resource, error) {
	parsed, err := selectorOf(selector)
	if err != nil {
		return nil, err
	}
	matches := func(pattern, value string) bool { return pattern == "" || pattern == "*" || pattern == value }
	found := c.find(func(object *unstructured.Unstructured) bool {
		gvk := object.GroupVersionKind()
		return (group == "*" || group == gvk.Group || group == "") && matches(version, gvk.Version) && matches(kind, gvk.Kind) &&
			matches(namespace, object.GetNamespace()) && matches(name, object.GetName()) && parsed.Matches(labels.Set(object.GetLabels()))
	})
	var resources []engineapi.Resource
	for _, object := range found {
		gvr := c.world.resourceOf(object.GroupVersionKind())
		resources = append(resources, engineapi.Resource{Group: gvr.Group, Version: gvr.Version, Resource: gvr.Resource, SubResource: subresource, Unstructured: *object})
	}
	return resources, nil
}

func selectorOf(selector *metav1.LabelSelector) (labels.Selector, error) {
	if selector == nil {
		return labels.Everything(), nil
	}
	return metav1.LabelSelectorAsSelector(selector)
}

func (c *offlineCluster) GetNamespace(_ context.Context, name string, _ metav1.GetOptions) (*corev1.Namespace, error) {
	object, err := c.get(schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}, "", name)
	if err != nil {
		return nil, err
	}
	var namespace corev1.Namespace
	return &namespace, runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, &namespace)
}

func (c *offlineCluster) IsNamespaced(group, version, kind string) (bool, error) {
	return !c.world.clusterScoped(schema.GroupVersionKind{Group: group, Version: version, Kind: kind}), nil
}

func (c *offlineCluster) CanI(context.Context, string, string, string, string, string) (bool, string, error) {
	return false, "", errors.New("permissions are not known offline")
}

// Get makes the cluster the resolver of ConfigMaps in a policy's context.
func (c *offlineCluster) Get(_ context.Context, namespace, name string) (*corev1.ConfigMap, error) {
	object, err := c.get(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}, namespace, name)
	if err != nil {
		return nil, err
	}
	var configMap corev1.ConfigMap
	return &configMap, runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, &configMap)
}
