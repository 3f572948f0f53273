package driver

import (
	"context"
	"fmt"
	"sync"

	policieskyvernoio "github.com/kyverno/api/api/policies.kyverno.io"
	"github.com/kyverno/kyverno/pkg/admissionpolicy"
	celengine "github.com/kyverno/kyverno/pkg/cel/engine"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	mpolcompiler "github.com/kyverno/kyverno/pkg/cel/policies/mpol/compiler"
	mpolengine "github.com/kyverno/kyverno/pkg/cel/policies/mpol/engine"
	vpolengine "github.com/kyverno/kyverno/pkg/cel/policies/vpol/engine"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/client-go/openapi"
)

// celRequest is the admission request of the document, as the API server would send it.
func (j *judgement) celRequest() celengine.EngineRequest {
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	operation, object, old := j.shape()
	return celengine.Request(w.provider, gvk, w.resourceOf(gvk), "", j.resource.GetName(), j.resource.GetNamespace(),
		operation, w.user(), object, old, false, nil)
}

// shape of the request by operation: CREATE has no old object, DELETE no new one.
func (j *judgement) shape() (admissionv1.Operation, runtime.Object, runtime.Object) {
	switch j.operation {
	case "UPDATE":
		old := j.oldObject()
		return admissionv1.Update, &j.resource, &old
	case "DELETE":
		return admissionv1.Delete, nil, j.resource.DeepCopy()
	default:
		return admissionv1.Create, &j.resource, nil
	}
}

func (w *world) user() authenticationv1.UserInfo {
	if w.userInfo == nil {
		return authenticationv1.UserInfo{}
	}
	return w.userInfo.AdmissionUserInfo
}

func (j *judgement) validateCEL() error {
	for _, policy := range j.driver.policies.validating {
		if isJSON(policy) || !j.wanted(policy.info) {
			continue
		}
		provider := vpolengine.ProviderFunc(func(context.Context) ([]vpolengine.Policy, error) { return policy.compiled, nil })
		engine := vpolengine.NewEngine(provider, j.driver.world.namespace, matching.NewMatcher())
		response, err := engine.Handle(background, j.celRequest(), nil)
		if err != nil {
			return fmt.Errorf("%s: %w", policy.policy.GetName(), err)
		}
		j.celRows(policy, response.Policies)
	}
	return nil
}

// validateJSON judges the document as plain JSON, for policies in JSON evaluation mode; they see Kubernetes objects too.
func (j *judgement) validateJSON() error {
	for _, policy := range j.driver.policies.validating {
		if !isJSON(policy) || !j.wanted(policy.info) {
			continue
		}
		provider := vpolengine.ProviderFunc(func(context.Context) ([]vpolengine.Policy, error) { return policy.compiled, nil })
		engine := vpolengine.NewEngine(provider, nil, nil)
		response, err := engine.Handle(background, celengine.RequestFromJSON(j.driver.world.provider, &j.resource), nil)
		if err != nil {
			return fmt.Errorf("%s: %w", policy.policy.GetName(), err)
		}
		j.celRows(policy, response.Policies)
	}
	return nil
}

func isJSON(policy *validatingPolicy) bool {
	return policy.policy.GetValidatingPolicySpec().EvaluationMode() == policieskyvernoio.EvaluationModeJSON
}

func (j *judgement) celRows(policy *validatingPolicy, responses []celengine.ValidatingPolicyResponse) {
	for _, response := range responses {
		for _, rule := range response.Rules {
			j.add(policy.info, rule, response.Actions.Has(admissionregistrationv1.Deny), true)
		}
	}
}

// candidates makes one policy the provider of a mutation engine.
type candidates []mpolengine.Policy

func (c candidates) Fetch(context.Context, bool) []mpolengine.Policy { return c }

func (candidates) MatchesMutateExisting(context.Context, admission.Attributes, *admissionv1.AdmissionRequest, *corev1.Namespace) []string {
	return nil
}

func (j *judgement) mutateCEL() error {
	w := j.driver.world
	for _, policy := range j.driver.policies.mutating {
		if !j.wanted(policy.info) {
			continue
		}
		engine := mpolengine.NewEngine(candidates(policy.compiled), w.namespace, matching.NewMatcher(), typeConverters(), w.provider)
		response, err := engine.Handle(background, j.celRequest(), nil)
		if err != nil {
			return fmt.Errorf("%s: %w", policy.policy.GetName(), err)
		}
		for _, answered := range response.Policies {
			for _, rule := range answered.Rules {
				j.add(policy.info, rule, false, true)
			}
		}
		if response.PatchedResource != nil {
			j.replace(*response.PatchedResource, policy.policy.GetName())
		}
	}
	return nil
}

var typeConverters = sync.OnceValue(func() mpolcompiler.TypeConverterManager {
	return mpolcompiler.NewStaticTypeConverterManager(noSchemas{})
})

// noSchemas is an API server without OpenAPI: an apply configuration that needs a type's schema is an error.
type noSchemas struct{}

func (noSchemas) Paths() (map[string]openapi.GroupVersion, error) { return nil, nil }

// admissionErrors compiles the expressions of a ValidatingAdmissionPolicy, which upstream does only when it judges.
func admissionErrors(policy *admissionregistrationv1.ValidatingAdmissionPolicy) map[string]error {
	return nil
}

func (j *judgement) validateAdmission() error {
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	user := w.user()
	for _, candidate := range j.driver.policies.vaps {
		if !j.wanted(candidate.info) {
			continue
		}
		data := engineapi.NewValidatingAdmissionPolicyData(candidate.policy)
		for _, binding := range j.driver.policies.vapBindings {
			if binding.Spec.PolicyName == candidate.policy.Name {
				data.AddBinding(binding)
			}
		}
		for _, param := range w.params {
			data.AddParam(param)
		}
		response, err := admissionpolicy.Validate(data, j.resource, gvk, w.resourceOf(gvk), w.selectorLabels(), nil, &user, true)
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, err)
		}
		for _, rule := range response.PolicyResponse.Rules {
			j.add(candidate.info, rule, bindingDenies(rule), true)
		}
	}
	return nil
}

func bindingDenies(rule engineapi.RuleResponse) bool {
	binding := rule.ValidatingAdmissionPolicyBinding()
	return binding == nil || denies(binding.Spec.ValidationActions)
}

func (j *judgement) mutateAdmission() error {
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	user := w.user()
	for _, candidate := range j.driver.policies.maps {
		if !j.wanted(candidate.info) {
			continue
		}
		data := engineapi.NewMutatingAdmissionPolicyData(candidate.policy)
		for _, binding := range j.driver.policies.mapBindings {
			if binding.Spec.PolicyName == candidate.policy.Name {
				data.AddBinding(binding)
			}
		}
		for _, param := range w.params {
			data.AddParam(param)
		}
		response, err := admissionpolicy.Mutate(data, j.resource, gvk, w.resourceOf(gvk), w.selectorLabels(), nil, &user, true, false)
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, err)
		}
		for _, rule := range response.PolicyResponse.Rules {
			j.add(candidate.info, rule, false, true)
		}
		j.replace(response.PatchedResource, candidate.policy.Name)
	}
	return nil
}

// judgeImages answers for image policies: whatever one matches cannot be judged offline.
func (j *judgement) judgeImages() error {
	for _, candidate := range j.driver.policies.images {
		if !j.wanted(candidate.info) {
			continue
		}
		matches, err := j.matches(candidate.policy.GetSpec().MatchConstraints)
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.GetName(), err)
		}
		if matches {
			j.add(candidate.info, *engineapi.NewRuleResponse(candidate.policy.GetName(), engineapi.ImageVerify,
				"unsupported: image signatures cannot be verified offline by the embedded engine", engineapi.RuleStatusError, nil), true, true)
		}
	}
	return nil
}

func (j *judgement) matches(constraints *admissionregistrationv1.MatchResources) (bool, error) {
	if constraints == nil {
		return false, nil
	}
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	attributes := admission.NewAttributesRecord(&j.resource, &unstructured.Unstructured{}, gvk, j.resource.GetNamespace(), j.resource.GetName(),
		w.resourceOf(gvk), "", admission.Operation(j.operation), nil, false, admissionpolicy.NewUser(w.user()))
	return matching.NewMatcher().Match(&matching.MatchCriteria{Constraints: constraints}, attributes, w.namespace(j.resource.GetNamespace()))
}
