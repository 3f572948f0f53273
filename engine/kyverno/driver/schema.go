package driver

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/data"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	admissionregistrationv1alpha1 "k8s.io/api/admissionregistration/v1alpha1"
	admissionregistrationv1beta1 "k8s.io/api/admissionregistration/v1beta1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// problem is something wrong inside a policy: where (a path such as spec.rules[0].validate) and what.
type problem struct {
	path    string
	message string
}

// checker validates and defaults an object as the API server does when the policy is applied: unknown fields
// are errors (strict field validation), then the CRD's schema.
type checker struct {
	structural *structuralschema.Structural
	validator  validation.SchemaValidator
}

// crdFiles names the upstream CRD of each kind; a schema is compiled when its kind is first seen.
var crdFiles = map[schema.GroupKind]string{
	{Group: "kyverno.io", Kind: "ClusterPolicy"}:                            "kyverno.io_clusterpolicies.yaml",
	{Group: "kyverno.io", Kind: "Policy"}:                                   "kyverno.io_policies.yaml",
	{Group: "kyverno.io", Kind: "PolicyException"}:                          "kyverno.io_policyexceptions.yaml",
	{Group: "kyverno.io", Kind: "CleanupPolicy"}:                            "kyverno.io_cleanuppolicies.yaml",
	{Group: "kyverno.io", Kind: "ClusterCleanupPolicy"}:                     "kyverno.io_clustercleanuppolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "ValidatingPolicy"}:                "policies.kyverno.io_validatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "NamespacedValidatingPolicy"}:      "policies.kyverno.io_namespacedvalidatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "MutatingPolicy"}:                  "policies.kyverno.io_mutatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "NamespacedMutatingPolicy"}:        "policies.kyverno.io_namespacedmutatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "GeneratingPolicy"}:                "policies.kyverno.io_generatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "NamespacedGeneratingPolicy"}:      "policies.kyverno.io_namespacedgeneratingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "DeletingPolicy"}:                  "policies.kyverno.io_deletingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "NamespacedDeletingPolicy"}:        "policies.kyverno.io_namespaceddeletingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "ImageValidatingPolicy"}:           "policies.kyverno.io_imagevalidatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "NamespacedImageValidatingPolicy"}: "policies.kyverno.io_namespacedimagevalidatingpolicies.yaml",
	{Group: "policies.kyverno.io", Kind: "PolicyException"}:                 "policies.kyverno.io_policyexceptions.yaml",
}

// builtinTypes are policies of Kubernetes itself: they have Go types instead of a CRD.
var builtinTypes = map[string]func() any{
	"v1/ValidatingAdmissionPolicy":             func() any { return &admissionregistrationv1.ValidatingAdmissionPolicy{} },
	"v1/ValidatingAdmissionPolicyBinding":      func() any { return &admissionregistrationv1.ValidatingAdmissionPolicyBinding{} },
	"v1beta1/ValidatingAdmissionPolicy":        func() any { return &admissionregistrationv1beta1.ValidatingAdmissionPolicy{} },
	"v1beta1/ValidatingAdmissionPolicyBinding": func() any { return &admissionregistrationv1beta1.ValidatingAdmissionPolicyBinding{} },
	"v1/MutatingAdmissionPolicy":               func() any { return &admissionregistrationv1.MutatingAdmissionPolicy{} },
	"v1/MutatingAdmissionPolicyBinding":        func() any { return &admissionregistrationv1.MutatingAdmissionPolicyBinding{} },
	"v1beta1/MutatingAdmissionPolicy":          func() any { return &admissionregistrationv1beta1.MutatingAdmissionPolicy{} },
	"v1beta1/MutatingAdmissionPolicyBinding":   func() any { return &admissionregistrationv1beta1.MutatingAdmissionPolicyBinding{} },
	"v1alpha1/MutatingAdmissionPolicy":         func() any { return &admissionregistrationv1alpha1.MutatingAdmissionPolicy{} },
	"v1alpha1/MutatingAdmissionPolicyBinding":  func() any { return &admissionregistrationv1alpha1.MutatingAdmissionPolicyBinding{} },
}

const admissionGroup = "admissionregistration.k8s.io"

// isPolicyKind tells the kinds this engine takes as policy from the resources it judges.
func isPolicyKind(gvk schema.GroupVersionKind) bool {
	if gvk.Group == admissionGroup {
		return builtinTypes[gvk.Version+"/"+gvk.Kind] != nil
	}
	return crdFiles[gvk.GroupKind()] != ""
}

var checkers sync.Map // schema.GroupVersionKind → *checker

func checkerFor(gvk schema.GroupVersionKind) (*checker, error) {
	if known, ok := checkers.Load(gvk); ok {
		return known.(*checker), nil
	}
	compiled, err := compileChecker(gvk)
	if err != nil {
		return nil, err
	}
	checkers.Store(gvk, compiled)
	return compiled, nil
}

func compileChecker(gvk schema.GroupVersionKind) (*checker, error) {
	crds, err := data.Crds()
	if err != nil {
		return nil, err
	}
	raw, err := fs.ReadFile(crds, crdFiles[gvk.GroupKind()])
	if err != nil {
		return nil, err
	}
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(raw, &crd); err != nil {
		return nil, err
	}
	var versions []string
	for _, version := range crd.Spec.Versions {
		if version.Name == gvk.Version {
			return newChecker(version.Schema.OpenAPIV3Schema)
		}
		versions = append(versions, version.Name)
	}
	return nil, fmt.Errorf("%s has no version %s (known: %s)", gvk.Kind, gvk.Version, strings.Join(versions, ", "))
}

func newChecker(v1 *apiextensionsv1.JSONSchemaProps) (*checker, error) {
	var internal apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(v1, &internal, nil); err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(&internal)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	if err != nil {
		return nil, err
	}
	return &checker{structural: structural, validator: validator}, nil
}

// check returns everything that is wrong with an object of a policy kind; it fills in the defaults of its schema.
func check(object *unstructured.Unstructured) ([]problem, error) {
	gvk := object.GroupVersionKind()
	if gvk.Group == admissionGroup {
		return checkBuiltin(object)
	}
	schemas, err := checkerFor(gvk)
	if err != nil {
		return nil, err
	}
	var problems []problem
	unknown := pruning.PruneWithOptions(object.DeepCopy().Object, schemas.structural, true,
		structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		problems = append(problems, problem{path: path, message: fmt.Sprintf("unknown field %q", path)})
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, schemas.structural)
	defaulting.Default(object.Object, schemas.structural)
	for _, failure := range validation.ValidateCustomResource(nil, object.Object, schemas.validator) {
		problems = append(problems, problem{path: failure.Field, message: failure.Error()})
	}
	return problems, nil
}

func checkBuiltin(object *unstructured.Unstructured) ([]problem, error) {
	gvk := object.GroupVersionKind()
	typed := builtinTypes[gvk.Version+"/"+gvk.Kind]()
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, typed, true)
	if err == nil {
		return nil, nil
	}
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		var problems []problem
		for _, failure := range strict.Errors() {
			problems = append(problems, problem{path: quoted(failure.Error()), message: failure.Error()})
		}
		return problems, nil
	}
	return []problem{{message: err.Error()}}, nil
}

// quoted takes the path out of messages such as `unknown field "spec.validations[0].foo"`.
func quoted(message string) string {
	_, rest, found := strings.Cut(message, `"`)
	if !found {
		return ""
	}
	path, _, _ := strings.Cut(rest, `"`)
	return path
}
