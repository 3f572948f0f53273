package driver

import (
	"fmt"

	"github.com/kyverno/kyverno/pkg/admissionpolicy"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	admissionregistrationv1beta1 "k8s.io/api/admissionregistration/v1beta1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
)

// Mutation by Kubernetes' own policies, in the order of the API server as well (admission.go): each binding and parameter
// changes what the one before it left. Without a cluster the official CLI lets each begin with the document as it was, keeps
// what the last one made of it, merges without schemas, applies what is not bound, and says nothing of what it could not apply.

func (j *judgement) mutateAdmission() error {
	for _, candidate := range j.driver.policies.maps {
		if !j.wanted(candidate.info) {
			continue
		}
		answer, err := j.bothWays(func() (engineapi.EngineResponse, error) { return j.mutatedByAdmission(candidate.policy) })
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, err)
		}
		answer.PolicyResponse.Rules = j.withoutNamespace(answer.PolicyResponse.Rules, candidate.seesNamespace)
		j.accept(candidate.info, candidate.policy.Name, answer, mutationVerdict)
	}
	return nil
}

func (j *judgement) mutatedByAdmission(policy *admissionregistrationv1beta1.MutatingAdmissionPolicy) (engineapi.EngineResponse, error) {
	if j.driver.world.cluster.complete {
		return j.mutatedByCLI(policy)
	}
	attributes, namespace := j.attributes(), j.namespaceOf()
	matches, err := j.selects(admissionpolicy.ConvertMatchResources(policy.Spec.MatchConstraints), attributes, namespace)
	if err != nil || !matches || attributes.GetObject() == nil {
		return engineapi.EngineResponse{}, err
	}
	mutation := &admissionMutation{judgement: j, policy: policy, attributes: attributes, namespace: namespace, left: j.resource}
	for _, binding := range j.driver.policies.mutationBindingsOf(policy.Name) {
		if err := mutation.bound(binding); err != nil {
			return engineapi.EngineResponse{}, fmt.Errorf("binding %s: %w", binding.Name, err)
		}
	}
	return engineapi.EngineResponse{PatchedResource: mutation.left, PolicyResponse: engineapi.PolicyResponse{Rules: mutation.answered}}, nil
}

func (j *judgement) mutatedByCLI(policy *admissionregistrationv1beta1.MutatingAdmissionPolicy) (engineapi.EngineResponse, error) {
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	user := w.user()
	data := engineapi.NewMutatingAdmissionPolicyData(policy)
	for _, binding := range j.driver.policies.mutationBindingsOf(policy.Name) {
		data.AddBinding(*binding)
	}
	for _, param := range w.params {
		data.AddParam(param)
	}
	return admissionpolicy.Mutate(data, j.resource, gvk, w.resourceOf(gvk), w.selectorLabels(), nil, &user, true, false)
}

func (s *policySet) mutationBindingsOf(policy string) []*admissionregistrationv1beta1.MutatingAdmissionPolicyBinding {
	var bindings []*admissionregistrationv1beta1.MutatingAdmissionPolicyBinding
	for i := range s.mapBindings {
		if s.mapBindings[i].Spec.PolicyName == policy {
			bindings = append(bindings, &s.mapBindings[i])
		}
	}
	return bindings
}

// admissionMutation is one policy at one request, with the object as its bindings have left it so far.
type admissionMutation struct {
	*judgement
	policy     *admissionregistrationv1beta1.MutatingAdmissionPolicy
	attributes admission.Attributes
	namespace  *corev1.Namespace
	left       unstructured.Unstructured
	answered   rules
}

func (m *admissionMutation) bound(binding *admissionregistrationv1beta1.MutatingAdmissionPolicyBinding) error {
	given := admissionpolicy.ConvertMutatingAdmissionPolicyBinding(binding)
	if given.Spec.MatchResources != nil {
		matches, err := m.selects(given.Spec.MatchResources, m.attributes, m.namespace)
		if err != nil || !matches {
			return err
		}
	}
	params, err := m.parametersOf((*admissionregistrationv1.ParamKind)(m.policy.Spec.ParamKind), given.Spec.ParamRef, given.Name)
	if err != nil {
		m.failed(err)
	}
	for _, param := range params {
		m.apply(binding, param)
	}
	return nil
}

func (m *admissionMutation) apply(binding *admissionregistrationv1beta1.MutatingAdmissionPolicyBinding, param runtime.Object) {
	gvk := m.left.GroupVersionKind()
	operation, _, old := m.shape()
	response, err := admissionpolicy.MutateBound(m.policy, binding, m.left, param, m.driver.world.resourceOf(gvk), m.namespaceObject(),
		m.attributesOf(operation, m.left.DeepCopy(), old), typeConverters().GetTypeConverter(gvk))
	if err != nil {
		m.failed(fmt.Errorf("the mutation of the binding %s cannot be applied: %w", binding.Name, err))
		return
	}
	m.answered = append(m.answered, response.PolicyResponse.Rules...)
	m.left = response.PatchedResource
}

// failed is an error of the policy: the API server refuses such a request, or goes on without the mutation.
func (m *admissionMutation) failed(err error) {
	m.answered = append(m.answered, *engineapi.NewRuleResponse(m.policy.Name, engineapi.Mutation, err.Error(), engineapi.RuleStatusError, nil))
}

// namespaceObject is nothing for an object that stands in none.
func (m *admissionMutation) namespaceObject() *corev1.Namespace {
	if m.namespace.Name == "" {
		return nil
	}
	return m.namespace
}
