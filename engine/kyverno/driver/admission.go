package driver

import (
	"fmt"

	"github.com/kyverno/kyverno/pkg/admissionpolicy"
	"github.com/kyverno/kyverno/pkg/cel/matching"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
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
		answered, _, err := j.bothWays(func() (rules, error) { return j.admitted(candidate) })
		if err != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, err)
		}
		for _, rule := range j.withoutNamespace(answered, candidate.seesNamespace) {
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
	if binding.Spec.ParamRef == nil || q.policy.Spec.ParamKind == nil {
		return q.with(binding, nil)
	}
	params, err := admissionpolicy.CollectParams(background, q.driver.world.cluster, q.policy.Spec.ParamKind, binding.Spec.ParamRef, q.namespace.Name)
	if err != nil || len(params) == 0 {
		return q.withoutParameter(binding, err), nil
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

// withoutParameter is an error whatever parameterNotFoundAction says: what the repository lacks may be in the cluster.
func (q *admissionQuestion) withoutParameter(binding *admissionregistrationv1.ValidatingAdmissionPolicyBinding, cause error) rules {
	kind, ref := q.policy.Spec.ParamKind, binding.Spec.ParamRef
	which := ref.Name
	if which == "" {
		which = metav1.FormatLabelSelector(ref.Selector)
	}
	message := fmt.Sprintf("the parameter %s (%s) of the binding %s is not known here: add its manifest to the repository, or to a context file", which, kind.Kind, binding.Name)
	if cause != nil {
		message += ": " + cause.Error()
	}
	return rules{*engineapi.NewRuleResponse(q.policy.Name, engineapi.Validation, message, engineapi.RuleStatusError, nil).WithVAPBinding(binding)}
}

// attributes of the request, as the API server hands them to its plugins.
func (j *judgement) attributes() admission.Attributes {
	gvk := j.resource.GroupVersionKind()
	operation, object, old := j.shape()
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
		for _, param := range j.mutationParams(candidate) {
			data.AddParam(param)
		}
		var failed error
		response, turned := j.bothWaysClassic(func() engineapi.EngineResponse {
			if matches, err := j.mutationMatches(candidate); err != nil || !matches {
				failed = err
				return engineapi.EngineResponse{}
			}
			response, err := admissionpolicy.Mutate(data, j.resource, gvk, w.resourceOf(gvk), w.selectorLabels(), nil, &user, true, false)
			if err != nil {
				failed = err
			}
			return response
		})
		if failed != nil {
			return fmt.Errorf("%s: %w", candidate.policy.Name, failed)
		}
		first := len(j.answer.Rows)
		for _, rule := range j.withoutNamespace(response.PolicyResponse.Rules, candidate.seesNamespace) {
			j.add(candidate.info, rule, false, true)
		}
		j.attach(first, response.PolicyResponse.Rules, response.PatchedResource)
		if !turned {
			j.replace(response.PatchedResource, candidate.policy.Name)
		}
	}
	return nil
}

// mutationMatches asks the policy's own constraints, which upstream overlooks when there is a binding.
func (j *judgement) mutationMatches(candidate *mutatingAdmissionPolicy) (bool, error) {
	if j.driver.world.cluster.complete {
		return true, nil
	}
	return j.selects(admissionpolicy.ConvertMatchResources(candidate.policy.Spec.MatchConstraints), j.attributes(), j.namespaceOf())
}

// mutationParams are objects that a binding may name: a suite's, else the cluster's of that kind.
func (j *judgement) mutationParams(candidate *mutatingAdmissionPolicy) []runtime.Object {
	w, kind := j.driver.world, candidate.policy.Spec.ParamKind
	if w.cluster.complete || kind == nil {
		return w.params
	}
	params := append([]runtime.Object{}, w.params...)
	for _, object := range w.cluster.objects {
		if object.GetKind() == kind.Kind && object.GetAPIVersion() == kind.APIVersion {
			params = append(params, object)
		}
	}
	return params
}
