package driver

import (
	"context"
	"fmt"

	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	kyvernov2 "github.com/kyverno/kyverno/api/kyverno/v2"
	"github.com/kyverno/kyverno/pkg/admissionpolicy"
	mpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/mpol/compiler"
	mpolengine "github.com/kyverno/kyverno/pkg/cel/policies/mpol/engine"
	vpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/vpol/compiler"
	vpolengine "github.com/kyverno/kyverno/pkg/cel/policies/vpol/engine"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	admissionregistrationv1beta1 "k8s.io/api/admissionregistration/v1beta1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// policySet is everything loaded, by the engine that judges it. Exceptions are collected before policies are
// compiled, since CEL compiles them into the policy.
type policySet struct {
	classic       []*classicPolicy
	validating    []*validatingPolicy
	mutating      []*mutatingPolicy
	vaps          []*admissionPolicy
	vapBindings   []admissionregistrationv1.ValidatingAdmissionPolicyBinding
	maps          []*mutatingAdmissionPolicy
	mapBindings   []admissionregistrationv1beta1.MutatingAdmissionPolicyBinding
	images        []*imagePolicy
	exceptions    []*kyvernov2.PolicyException
	celExceptions []*policiesv1beta1.PolicyException
	engine        engineapi.Engine
}

type classicPolicy struct {
	policy kyvernov1.PolicyInterface
	info   int
}

type validatingPolicy struct {
	policy   policiesv1beta1.ValidatingPolicyLike
	info     int
	at       source
	compiled []vpolengine.Policy
}

type mutatingPolicy struct {
	policy   policiesv1beta1.MutatingPolicyLike
	info     int
	at       source
	compiled []mpolengine.Policy
}

type admissionPolicy struct {
	policy *admissionregistrationv1.ValidatingAdmissionPolicy
	info   int
}

type mutatingAdmissionPolicy struct {
	policy *admissionregistrationv1beta1.MutatingAdmissionPolicy
	info   int
}

// imagePolicy needs signatures and registries; a resource that it matches cannot be judged offline.
type imagePolicy struct {
	policy policiesv1beta1.ImageValidatingPolicyLike
	info   int
}

// List makes the set the exception lister that upstream asks for.
func (s *policySet) List(labels.Selector) ([]*kyvernov2.PolicyException, error) {
	return s.exceptions, nil
}

type converter func(*loader, *unstructured.Unstructured, source) error

// converters turn an object that passed its schema into the type upstream's engine takes.
var converters = map[string]converter{
	"kyverno.io/ClusterPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[kyvernov1.ClusterPolicy](object)
		if err == nil {
			l.classic(typed, object, at)
		}
		return err
	},
	"kyverno.io/Policy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[kyvernov1.Policy](object)
		if err == nil {
			if typed.Namespace == "" {
				typed.Namespace = "default"
			}
			l.classic(typed, object, at)
		}
		return err
	},
	"kyverno.io/PolicyException": func(l *loader, object *unstructured.Unstructured, _ source) error {
		return l.exception(object)
	},
	"policies.kyverno.io/PolicyException": func(l *loader, object *unstructured.Unstructured, _ source) error {
		return l.celException(object)
	},
	"policies.kyverno.io/ValidatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.ValidatingPolicy](object)
		if err == nil {
			l.validating(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/NamespacedValidatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.NamespacedValidatingPolicy](object)
		if err == nil {
			l.validating(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/MutatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.MutatingPolicy](object)
		if err == nil {
			l.mutating(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/NamespacedMutatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.NamespacedMutatingPolicy](object)
		if err == nil {
			l.mutating(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/ImageValidatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.ImageValidatingPolicy](object)
		if err == nil {
			l.images(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/NamespacedImageValidatingPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[policiesv1beta1.NamespacedImageValidatingPolicy](object)
		if err == nil {
			l.images(typed, object, at)
		}
		return err
	},
	"policies.kyverno.io/GeneratingPolicy":           listOnly("generate"),
	"policies.kyverno.io/NamespacedGeneratingPolicy": listOnly("generate"),
	"policies.kyverno.io/DeletingPolicy":             listOnly("cleanup"),
	"policies.kyverno.io/NamespacedDeletingPolicy":   listOnly("cleanup"),
	"kyverno.io/CleanupPolicy":                       listOnly("cleanup"),
	"kyverno.io/ClusterCleanupPolicy":                listOnly("cleanup"),
	admissionGroup + "/ValidatingAdmissionPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := into[admissionregistrationv1.ValidatingAdmissionPolicy](object)
		if err == nil {
			l.admission(typed, object, at)
		}
		return err
	},
	admissionGroup + "/ValidatingAdmissionPolicyBinding": func(l *loader, object *unstructured.Unstructured, _ source) error {
		typed, err := into[admissionregistrationv1.ValidatingAdmissionPolicyBinding](object)
		if err == nil {
			l.set.vapBindings = append(l.set.vapBindings, *typed)
		}
		return err
	},
	admissionGroup + "/MutatingAdmissionPolicy": func(l *loader, object *unstructured.Unstructured, at source) error {
		typed, err := mutatingAdmission(object)
		if err == nil {
			info := l.describe(object, []Rule{{Name: object.GetName(), Kind: "mutate", Judged: true, Line: at.line}}, false, at)
			l.set.maps = append(l.set.maps, &mutatingAdmissionPolicy{policy: typed, info: info})
		}
		return err
	},
	admissionGroup + "/MutatingAdmissionPolicyBinding": func(l *loader, object *unstructured.Unstructured, _ source) error {
		typed, err := mutatingBinding(object)
		if err == nil {
			l.set.mapBindings = append(l.set.mapBindings, *typed)
		}
		return err
	},
}

func mutatingAdmission(object *unstructured.Unstructured) (*admissionregistrationv1beta1.MutatingAdmissionPolicy, error) {
	if object.GroupVersionKind().Version != "v1" {
		return into[admissionregistrationv1beta1.MutatingAdmissionPolicy](object)
	}
	typed, err := into[admissionregistrationv1.MutatingAdmissionPolicy](object)
	if err != nil {
		return nil, err
	}
	return admissionpolicy.ConvertMutatingAdmissionPolicyToBeta(typed), nil
}

func mutatingBinding(object *unstructured.Unstructured) (*admissionregistrationv1beta1.MutatingAdmissionPolicyBinding, error) {
	if object.GroupVersionKind().Version != "v1" {
		return into[admissionregistrationv1beta1.MutatingAdmissionPolicyBinding](object)
	}
	typed, err := into[admissionregistrationv1.MutatingAdmissionPolicyBinding](object)
	if err != nil {
		return nil, err
	}
	return admissionpolicy.ConvertMutatingAdmissionPolicyBindingToBeta(typed), nil
}

// listOnly is for policies that do not gate admission: they are counted and named, never passed.
func listOnly(kind string) converter {
	return func(l *loader, object *unstructured.Unstructured, at source) error {
		l.describe(object, []Rule{{Name: object.GetName(), Kind: kind, Line: at.line}}, false, at)
		return nil
	}
}

func (l *loader) validating(policy policiesv1beta1.ValidatingPolicyLike, object *unstructured.Unstructured, at source) {
	rules := []Rule{{Kind: "validate", Judged: true, Line: at.line, Named: celNamed(policy.GetValidatingPolicySpec())}}
	actions := policy.GetValidatingPolicySpec().ValidationActions()
	info := l.describe(object, rules, denies(actions), at)
	l.set.validating = append(l.set.validating, &validatingPolicy{policy: policy, info: info, at: at})
}

func denies(actions []admissionregistrationv1.ValidationAction) bool {
	for _, action := range actions {
		if action == admissionregistrationv1.Deny {
			return true
		}
	}
	return false
}

func (l *loader) mutating(policy policiesv1beta1.MutatingPolicyLike, object *unstructured.Unstructured, at source) {
	info := l.describe(object, []Rule{{Name: object.GetName(), Kind: "mutate", Judged: true, Line: at.line}}, false, at)
	l.set.mutating = append(l.set.mutating, &mutatingPolicy{policy: policy, info: info, at: at})
}

func (l *loader) images(policy policiesv1beta1.ImageValidatingPolicyLike, object *unstructured.Unstructured, at source) {
	info := l.describe(object, []Rule{{Name: object.GetName(), Kind: "verify-images", Line: at.line}}, true, at)
	l.set.images = append(l.set.images, &imagePolicy{policy: policy, info: info})
}

func (l *loader) admission(policy *admissionregistrationv1.ValidatingAdmissionPolicy, object *unstructured.Unstructured, at source) {
	for path, err := range admissionErrors(policy) {
		l.fail("invalid-cel", err.Error(), source{file: at.file, line: at.lines.line(path)})
	}
	rules := []Rule{{Name: policy.Name, Kind: "validate", Judged: true, Line: at.line, Named: admissionNamed(policy)}}
	l.set.vaps = append(l.set.vaps, &admissionPolicy{policy: policy, info: l.describe(object, rules, true, at)})
}

// compile prepares the CEL policies once; upstream's CLI does it for every resource.
func (s *policySet) compile(l *loader) {
	compiler := vpolcompiler.NewCompiler()
	for _, policy := range s.validating {
		provider, err := vpolengine.NewProvider(compiler, []policiesv1beta1.ValidatingPolicyLike{policy.policy}, s.celExceptions)
		if err != nil {
			l.fail("invalid-cel", err.Error(), source{file: policy.at.file, line: policy.at.lines.line(pathIn(err.Error()))})
			continue
		}
		policy.compiled, _ = provider.Fetch(context.Background())
	}
	mutators := mpolcompiler.NewCompiler()
	for _, policy := range s.mutating {
		provider, err := mpolengine.NewProvider(mutators, []policiesv1beta1.MutatingPolicyLike{policy.policy}, s.celExceptions, l.world.provider)
		if err != nil {
			l.fail("invalid-cel", err.Error(), source{file: policy.at.file, line: policy.at.lines.line(pathIn(err.Error()))})
			continue
		}
		policy.compiled = provider.Fetch(context.Background(), false)
	}
	s.engine = newClassicEngine(l.world, s)
	s.bindEnforcement(l)
}

// bindEnforcement reads from its bindings whether a ValidatingAdmissionPolicy denies. Without a binding it is judged
// as the CLI does, though the cluster would not enforce it; that is a note.
func (s *policySet) bindEnforcement(l *loader) {
	for _, policy := range s.vaps {
		bound, enforce := false, false
		for _, binding := range s.vapBindings {
			if binding.Spec.PolicyName == policy.policy.Name {
				bound = true
				enforce = enforce || denies(binding.Spec.ValidationActions)
			}
		}
		info := &l.answer.Policies[policy.info]
		info.Enforce = enforce || !bound
		if !bound {
			l.answer.Diagnostics = append(l.answer.Diagnostics, Diagnostic{Level: "note", Code: "policy.unbound",
				Message: fmt.Sprintf("ValidatingAdmissionPolicy %s has no binding here: it is judged as if bound to everything with Deny", info.Name),
				File:    info.File, Line: info.Line})
		}
	}
}
