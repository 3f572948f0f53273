package driver

import (
	"errors"
	"fmt"

	"github.com/kyverno/kyverno/pkg/admissionpolicy"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
)

// Admission policies of Kubernetes itself, in the order of the API server: the policy's own constraints, then each of its
// bindings, then each parameter of a binding. Without a cluster the official CLI does otherwise: it overlooks the
// constraints of a policy that has a binding, always asks for CREATE, keeps the last binding's answer only, and drops what
// it could not judge. A test suite is judged as there, so that it agrees with `kyverno test`.

func (j *judgement) validateAdmission() error {
	for _, candidate := range j.driver.policies.vaps {
		if !j.wanted(candidate.info) {
			continue
		}
		answer, err := j.bothWays(func() (engineapi.EngineResponse, error) {
			answered, err := j.admitted(candidate)
			return engineapi.EngineResponse{PolicyResponse: engineapi.PolicyResponse{Rules: answered}}, err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, err)
		}
		for _, rule := range j.withoutNamespace(answer.PolicyResponse.Rules, candidate.seesNamespace) {
			j.add(candidate.info, rule, bindingDenies(rule), true)
		}
	}
	return nil
}

func bindingDenies(rule engineapi.RuleResponse) bool {
	binding := rule.ValidatingAdmissionPolicyBinding()
	return binding == nil || denies(binding.Spec.ValidationActions)
}

func (j *judgement) admitted(candidate *admissionPolicy) (rules, error) {
	if j.driver.world.cluster.complete {
		return j.admittedByCLI(candidate.policy)
	}
	attributes := j.attributes()
	namespace := j.namespaceOf()
	matches, err := j.selects(candidate.policy.Spec.MatchConstraints, attributes, namespace)
	if err != nil || !matches {
		return nil, err
	}
	asked := &admissionQuestion{judgement: j, policy: candidate.policy, attributes: attributes, namespace: namespace}
	bindings := j.driver.policies.bindingsOf(candidate.policy.Name)
	if len(bindings) == 0 {
		return asked.with(nil, nil)
	}
	var answered rules
	for _, binding := range bindings {
		rules, err := asked.bound(binding)
		if err != nil {
			return nil, fmt.Errorf("binding %s: %w", binding.Name, err)
		}
		answered = append(answered, rules...)
	}
	return answered, nil
}

func (j *judgement) admittedByCLI(policy *admissionregistrationv1.ValidatingAdmissionPolicy) (rules, error) {
	w := j.driver.world
	gvk := j.resource.GroupVersionKind()
	user := w.user()
	data := engineapi.NewValidatingAdmissionPolicyData(policy)
	for _, binding := range j.driver.policies.bindingsOf(policy.Name) {
		data.AddBinding(*binding)
	}
	for _, param := range w.params {
		data.AddParam(param)
	}
	response, err := admissionpolicy.Validate(data, j.resource, gvk, w.resourceOf(gvk), w.selectorLabels(), nil, &user, true)
	return response.PolicyResponse.Rules, err
}

func (s *policySet) bindingsOf(policy string) []*admissionregistrationv1.ValidatingAdmissionPolicyBinding {
	var bindings []*admissionregistrationv1.ValidatingAdmissionPolicyBinding
	for i := range s.vapBindings {
		if s.vapBindings[i].Spec.PolicyName == policy {
			bindings = append(bindings, &s.vapBindings[i])
		}
	}
	return bindings
}

// admissionQuestion is one policy about one request.
type admissionQuestion struct {
	*judgement
	policy     *admissionregistrationv1.ValidatingAdmissionPolicy
	attributes admission.Attributes
	namespace  *corev1.Namespace
}

func (q *admissionQuestion) bound(binding *admissionregistrationv1.ValidatingAdmissionPolicyBinding) (rules, error) {
	if binding.Spec.MatchResources != nil {
		matches, err := q.selects(binding.Spec.MatchResources, q.attributes, q.namespace)
		if err != nil || !matches {
			return nil, err
		}
	}
	params, err := q.parametersOf(q.policy.Spec.ParamKind, binding.Spec.ParamRef, binding.Name)
	if err != nil {
		unknown := engineapi.NewRuleResponse(q.policy.Name, engineapi.Validation, err.Error(), engineapi.RuleStatusError, nil)
		return rules{*unknown.WithVAPBinding(binding)}, nil
	}
	var answered rules
	for _, param := range params {
		rules, err := q.with(binding, param)
		if err != nil {
			return nil, err
		}
		answered = append(answered, rules...)
	}
	return answered, nil
}

func (q *admissionQuestion) with(binding *admissionregistrationv1.ValidatingAdmissionPolicyBinding, param runtime.Object) (rules, error) {
	response, err := admissionpolicy.ValidateBound(q.policy, binding, q.resource, param, q.namespace, q.attributes)
	return response.PolicyResponse.Rules, err
}

// parametersOf is what a binding refers to, or nothing, once, where it refers to nothing. A parameter that is not known is an
// error whatever parameterNotFoundAction says: what the repository lacks may be in the cluster.
func (j *judgement) parametersOf(kind *admissionregistrationv1.ParamKind, ref *admissionregistrationv1.ParamRef, binding string) ([]runtime.Object, error) {
	if kind == nil || ref == nil {
		return []runtime.Object{nil}, nil
	}
	params, err := admissionpolicy.CollectParams(background, j.driver.world.cluster, kind, ref, j.resource.GetNamespace())
	if err == nil && len(params) > 0 {
		return params, nil
	}
	which := ref.Name
	if which == "" {
		which = metav1.FormatLabelSelector(ref.Selector)
	}
	message := fmt.Sprintf("the parameter %s (%s) of the binding %s is not known here: add its manifest to the repository, or to a context file", which, kind.Kind, binding)
	if err != nil {
		message += ": " + err.Error()
	}
	return nil, errors.New(message)
}

// attributes of the request, as the API server hands them to its plugins.
func (j *judgement) attributes() admission.Attributes {
	operation, object, old := j.shape()
	return j.attributesOf(operation, object, old)
}

func (j *judgement) attributesOf(operation admissionv1.Operation, object, old runtime.Object) admission.Attributes {
	gvk := j.resource.GroupVersionKind()
	return admission.NewAttributesRecord(object, old, gvk, j.resource.GetNamespace(), j.resource.GetName(), j.driver.world.resourceOf(gvk),
		"", admission.Operation(operation), nil, false, admissionpolicy.NewUser(j.driver.world.user()))
}

// namespaceOf is what is known of the document's namespace; of an unknown one that is its name.
func (j *judgement) namespaceOf() *corev1.Namespace {
	name := j.resource.GetNamespace()
	if name == "" {
		return &corev1.Namespace{}
	}
	if known := j.driver.world.namespace(name); known != nil {
		return known
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{nameLabel: name}}}
}

func (j *judgement) selects(constraints *admissionregistrationv1.MatchResources, attributes admission.Attributes, namespace *corev1.Namespace) (bool, error) {
	return matching.NewMatcher().Match(&matching.MatchCriteria{Constraints: constraints}, attributes, namespace)
}
