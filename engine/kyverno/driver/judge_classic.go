package driver

import (
	"fmt"
	"reflect"

	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/policy/annotations"
	"github.com/kyverno/kyverno/pkg/engine"
	"github.com/kyverno/kyverno/pkg/engine/adapters"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	"github.com/kyverno/kyverno/pkg/engine/factories"
	"github.com/kyverno/kyverno/pkg/engine/policycontext"
	"github.com/kyverno/kyverno/pkg/exceptions"
	imageverifycache "github.com/kyverno/kyverno/pkg/image/verification/cache"
	"github.com/kyverno/sdk/extensions/registryclient"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// newClassicEngine is built once per load and kept.
func newClassicEngine(w *world, set *policySet) engineapi.Engine {
	isCluster := false
	return engine.NewEngine(
		w.configuration, w.jmespath, w.client(),
		factories.DefaultRegistryClientFactory(adapters.RegistryClient(registryclient.New()), nil),
		imageverifycache.DisabledImageVerifyCache(),
		w.contextLoaders(),
		exceptions.New(set),
		&isCluster,
	)
}

// classicContext is the policy context of a resource, shared by all policies when no values change it.
type classicContext = policycontext.PolicyContext

func (j *judgement) mutateClassic() error {
	return j.eachClassic(
		func(policy kyvernov1.PolicyInterface) bool { return policy.GetSpec().HasMutate() },
		func(context *classicContext) engineapi.EngineResponse {
			return j.driver.policies.engine.Mutate(background, context)
		})
}

func (j *judgement) verifyImages() error {
	return j.eachClassic(
		func(policy kyvernov1.PolicyInterface) bool { return policy.GetSpec().HasVerifyImages() },
		func(context *classicContext) engineapi.EngineResponse {
			response, _ := j.driver.policies.engine.VerifyAndPatchImages(background, context)
			return j.unsupportedImages(response)
		})
}

// unsupportedImages makes sure that nothing the offline engine says of a signature can pass for a verdict on it.
func (j *judgement) unsupportedImages(response engineapi.EngineResponse) engineapi.EngineResponse {
	rules := make([]engineapi.RuleResponse, 0, len(response.PolicyResponse.Rules))
	for _, rule := range response.PolicyResponse.Rules {
		if rule.Status() == engineapi.RuleStatusSkip {
			rules = append(rules, rule)
			continue
		}
		j.unverified[imageRule{response.Policy().GetName(), rule.Name()}] = true
		rules = append(rules, *engineapi.NewRuleResponse(rule.Name(), engineapi.ImageVerify,
			"unsupported: image signatures cannot be verified offline by the embedded engine", engineapi.RuleStatusError, nil))
	}
	response.PolicyResponse.Rules = rules
	return response
}

func (j *judgement) validateClassic() error {
	return j.eachClassic(hasValidation, func(context *classicContext) engineapi.EngineResponse {
		return j.withoutAnswered(j.driver.policies.engine.Validate(background, context))
	})
}

// withoutAnswered leaves out the image checks of rules whose signatures were an error already: one answer is enough.
func (j *judgement) withoutAnswered(response engineapi.EngineResponse) engineapi.EngineResponse {
	rules := make([]engineapi.RuleResponse, 0, len(response.PolicyResponse.Rules))
	for _, rule := range response.PolicyResponse.Rules {
		if !j.unverified[imageRule{response.Policy().GetName(), rule.Name()}] {
			rules = append(rules, rule)
		}
	}
	response.PolicyResponse.Rules = rules
	return response
}

// hasValidation as in the CLI: validate handles image checks as well.
func hasValidation(policy kyvernov1.PolicyInterface) bool {
	for _, rule := range policy.GetSpec().Rules {
		if rule.HasValidate() || rule.HasVerifyImageChecks() {
			return true
		}
	}
	return false
}

func (j *judgement) eachClassic(applies func(kyvernov1.PolicyInterface) bool, judge func(*classicContext) engineapi.EngineResponse) error {
	for _, candidate := range j.driver.policies.classic {
		if !j.wanted(candidate.info) || !applies(candidate.policy) || !j.canMatch(candidate.policy) {
			continue
		}
		context, err := j.classicContext(candidate.policy)
		if err != nil {
			return err
		}
		answer, err := j.bothWays(func() (engineapi.EngineResponse, error) { return judge(context), nil })
		if err != nil {
			return err
		}
		scored := annotations.Scored(candidate.policy.GetAnnotations())
		j.accept(candidate.info, candidate.policy.GetName(), answer, func(rule engineapi.RuleResponse) (bool, bool) {
			return blocks(answer.EngineResponse, rule), scored
		})
	}
	return nil
}

// canMatch asks the index for the kind of the document, and of the parent when the document is a subresource.
func (j *judgement) canMatch(policy kyvernov1.PolicyInterface) bool {
	parent, _ := j.driver.world.topLevel(j.resource.GroupVersionKind())
	return canMatch(policy, j.resource.GetKind(), parent.Kind)
}

// blocks asks upstream whether this rule alone would block: rule-level actions and overrides by namespace count.
func blocks(response engineapi.EngineResponse, rule engineapi.RuleResponse) bool {
	if rule.RuleType() == engineapi.ImageVerify {
		return true
	}
	if rule.Status() == engineapi.RuleStatusPass {
		return false
	}
	failed := engineapi.NewRuleResponse(rule.Name(), rule.RuleType(), "", engineapi.RuleStatusFail, nil)
	response.PolicyResponse.Rules = []engineapi.RuleResponse{*failed}
	return response.HasEnforcedFailure()
}

func (j *judgement) classicContext(policy kyvernov1.PolicyInterface) (*classicContext, error) {
	if !j.driver.world.plain {
		return j.newClassicContext(policy)
	}
	if j.shared == nil {
		shared, err := j.newClassicContext(policy)
		if err != nil {
			return nil, err
		}
		j.shared = shared
	}
	return j.shared.WithPolicy(policy), nil
}

// newClassicContext follows the CLI's makePolicyContext: values may replace parts of the request itself, which is
// why the resources are read back from the JSON context afterwards.
func (j *judgement) newClassicContext(policy kyvernov1.PolicyInterface) (*classicContext, error) {
	w := j.driver.world
	values, err := w.variables.ComputeVariables(&w.store, policy.GetName(), j.resource.GetName(), j.resource.GetKind(), nil)
	if err != nil {
		return nil, err
	}
	operation := j.classicOperation(values)
	newObject := j.resource
	if operation == kyvernov1.Delete {
		newObject = unstructured.Unstructured{}
	}
	context, err := engine.NewPolicyContext(w.jmespath, newObject, operation, w.userInfo, w.configuration)
	if err != nil {
		return nil, fmt.Errorf("the policy context of %s cannot be built: %w", j, err)
	}
	if operation != kyvernov1.Create {
		old := j.oldObject()
		context = context.WithOldResource(old)
		if err := context.JSONContext().AddOldResource(old.Object); err != nil {
			return nil, err
		}
	}
	gvk, subresource := w.topLevel(j.resource.GroupVersionKind())
	context = context.WithPolicy(policy).
		WithNamespaceLabels(w.namespaceLabels(&j.resource)).
		WithResourceKind(gvk, subresource)
	for key, value := range values {
		if err := context.JSONContext().AddVariable(key, value); err != nil {
			return nil, fmt.Errorf("the value %s cannot be added to the context: %w", key, err)
		}
	}
	if w.plain {
		return context, nil
	}
	return readBack(context, operation)
}

func (j *judgement) classicOperation(values map[string]any) kyvernov1.AdmissionOperation {
	if j.explicit || j.driver.world.operation != "" {
		values["request.operation"] = j.operation
	}
	switch values["request.operation"] {
	case "DELETE":
		return kyvernov1.Delete
	case "UPDATE":
		return kyvernov1.Update
	default:
		return kyvernov1.Create
	}
}

// oldObject of an UPDATE is the base's version when it is known, else the object itself, as in the CLI.
func (j *judgement) oldObject() unstructured.Unstructured {
	if j.old != nil {
		return *j.old
	}
	return *j.resource.DeepCopy()
}

func readBack(context *classicContext, operation kyvernov1.AdmissionOperation) (*classicContext, error) {
	read := func(path string) (unstructured.Unstructured, error) {
		value, err := context.JSONContext().Query(path)
		if err != nil || value == nil {
			return unstructured.Unstructured{}, err
		}
		object, ok := value.(map[string]any)
		if !ok {
			return unstructured.Unstructured{}, fmt.Errorf("%s is not an object in the context", path)
		}
		return unstructured.Unstructured{Object: object}, nil
	}
	if operation != kyvernov1.Delete {
		object, err := read("request.object")
		if err != nil {
			return nil, err
		}
		context = context.WithNewResource(object)
	} else {
		context = context.WithNewResource(unstructured.Unstructured{})
	}
	if operation == kyvernov1.Create {
		return context, nil
	}
	old, err := read("request.oldObject")
	if err != nil {
		return nil, err
	}
	return context.WithOldResource(old), nil
}

func sameObject(a, b map[string]any) bool { return reflect.DeepEqual(a, b) }
