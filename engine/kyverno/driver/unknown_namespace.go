package driver

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kyverno/kyverno/pkg/cel/matching/predicates/namespace"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	engineutils "github.com/kyverno/kyverno/pkg/engine/utils"
	matchutils "github.com/kyverno/kyverno/pkg/utils/match"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// A namespace that nobody described has labels all the same. Upstream's CLI takes it for one without labels, and so leaves
// out every rule that selects namespaces: a pass that the cluster would not give. Here such a selector has no answer. What it
// decides is judged both ways, and where the verdict turns on it, the verdict is an error that says what is missing.

// nameLabel is on every namespace: the API server sets it.
const nameLabel = corev1.LabelMetadataName

// selection says how selectors of namespaces are answered while a document is judged.
var selection struct {
	// unknown is set while the document's namespace is not described.
	unknown bool
	// asked is set by a selector that had no answer.
	asked bool
	// apply answers so that the rule applies; otherwise so that it does not.
	apply bool
}

func init() {
	namespace.Selects = func(selector labels.Selector, of map[string]string) bool {
		if selection.unknown && !decidedByName(selector) {
			return answerUnknown(false)
		}
		return selector.Matches(labels.Set(of))
	}
	engineutils.CheckNamespace, engineapi.CheckNamespace = checkNamespace, checkNamespace
}

func checkNamespace(given *metav1.LabelSelector, of map[string]string, excludes bool) (bool, error) {
	selector, err := metav1.LabelSelectorAsSelector(given)
	if err == nil && selection.unknown && !decidedByName(selector) {
		return answerUnknown(excludes), nil
	}
	return matchutils.CheckSelector(given, of)
}

func answerUnknown(excludes bool) bool {
	selection.asked = true
	return selection.apply != excludes
}

// decidedByName is true of a selector that asks for nothing but the name. Kyverno allows wildcards in keys too.
func decidedByName(selector labels.Selector) bool {
	requirements, selectable := selector.Requirements()
	return selectable && !slices.ContainsFunc(requirements, func(one labels.Requirement) bool { return one.Key() != nameLabel })
}

// startSelecting prepares for a document. A test suite's world is complete, so there a namespace that it does not
// describe has no labels, as in the official CLI.
func (j *judgement) startSelecting() {
	w, name := j.driver.world, j.resource.GetNamespace()
	selection.unknown = !w.cluster.complete && name != "" && !w.knowsNamespace(name)
	selection.asked, selection.apply = false, true
}

func (w *world) knowsNamespace(name string) bool {
	_, given := w.variables.NamespaceSelectors()[name]
	return given || w.namespace(name) != nil
}

// named adds the label that the API server adds.
func (w *world) named(of map[string]string, name string) map[string]string {
	if w.cluster.complete || of[nameLabel] != "" {
		return of
	}
	with := map[string]string{nameLabel: name}
	for key, value := range of {
		with[key] = value
	}
	return with
}

type rules = []engineapi.RuleResponse

// settled is an answer that holds whatever the labels of the namespace are. What turns on them is an error in it; then turned
// is set, and nobody is to go on with the object that mutation left.
type settled struct {
	engineapi.EngineResponse
	turned bool
}

// bothWays judges once where nothing is unknown. Otherwise what only one of two judgements says becomes an error.
func (j *judgement) bothWays(judge func() (engineapi.EngineResponse, error)) (settled, error) {
	answers, err := j.allBothWays(func() ([]engineapi.EngineResponse, error) {
		answer, err := judge()
		return []engineapi.EngineResponse{answer}, err
	})
	if err != nil {
		return settled{}, err
	}
	return answers[0], nil
}

// allBothWays is bothWays for several policies that are asked together; each judgement answers for all of them, in one order.
func (j *judgement) allBothWays(judge func() ([]engineapi.EngineResponse, error)) ([]settled, error) {
	selection.asked, selection.apply = false, true
	applied, err := judge()
	if err != nil {
		return nil, err
	}
	answers := make([]settled, len(applied))
	for i, answer := range applied {
		answers[i].EngineResponse = answer
	}
	if !selection.asked {
		return answers, nil
	}
	selection.apply = false
	defer func() { selection.apply = true }()
	other, err := judge()
	if err != nil {
		return nil, err
	}
	for i := range answers {
		answers[i] = j.settle(applied[i], other[i])
	}
	return answers, nil
}

func (j *judgement) settle(applied, other engineapi.EngineResponse) settled {
	out := settled{EngineResponse: applied}
	out.PolicyResponse.Rules, out.turned = j.settleRules(applied.PolicyResponse.Rules, other.PolicyResponse.Rules)
	if !out.turned && !sameObject(j.leftBy(applied).Object, j.leftBy(other).Object) {
		out.PolicyResponse.Rules, out.turned = j.unknownMutations(out.PolicyResponse.Rules), true
	}
	return out
}

// settleRules looks at both judgements: a rule that only counts where another does not apply (applyRules: One) answers in the
// second alone.
func (j *judgement) settleRules(applied, other rules) (rules, bool) {
	turned := false
	settled := make(rules, 0, len(applied))
	for _, rule := range applied {
		if harmless(rule) || among(other, rule, sameAnswer) {
			settled = append(settled, rule)
			continue
		}
		turned = true
		settled = append(settled, j.unknownNamespace(rule, "if it applies"))
	}
	for _, rule := range other {
		if harmless(rule) || among(applied, rule, sameAnswer) || among(settled, rule, isErrorOf) {
			continue
		}
		turned = true
		settled = append(settled, j.unknownNamespace(rule, "if nothing else applies"))
	}
	return settled, turned
}

// harmless is an answer that may as well be missing.
func harmless(rule engineapi.RuleResponse) bool {
	return rule.Status() == engineapi.RuleStatusSkip || rule.Status() == engineapi.RuleStatusPass && rule.RuleType() != engineapi.Mutation
}

func among(answers rules, rule engineapi.RuleResponse, same func(one, other engineapi.RuleResponse) bool) bool {
	return slices.ContainsFunc(answers, func(one engineapi.RuleResponse) bool { return same(one, rule) })
}

// leftBy is the object after a mutation: a policy that did not match hands out none, and changed nothing.
func (j *judgement) leftBy(answer engineapi.EngineResponse) unstructured.Unstructured {
	if answer.PatchedResource.Object == nil {
		return j.resource
	}
	return answer.PatchedResource
}

// unknownMutations is for bindings of one policy, whose answers are alike although they do different things.
func (j *judgement) unknownMutations(answered rules) rules {
	unknown := make(rules, 0, len(answered))
	for _, rule := range answered {
		if rule.RuleType() == engineapi.Mutation {
			rule = j.unknownNamespace(rule, "if it applies")
		}
		unknown = append(unknown, rule)
	}
	return unknown
}

func isErrorOf(one, other engineapi.RuleResponse) bool {
	return one.Name() == other.Name() && one.RuleType() == other.RuleType() && one.Status() == engineapi.RuleStatusError
}

func sameAnswer(one, other engineapi.RuleResponse) bool {
	return one.Name() == other.Name() && one.RuleType() == other.RuleType() && one.Status() == other.Status()
}

func (j *judgement) unknownNamespace(rule engineapi.RuleResponse, when string) engineapi.RuleResponse {
	message := fmt.Sprintf("whether this applies depends on the namespace %s, whose labels are not known here: add its manifest to the repository, "+
		"where it counts once it is merged, or give its labels in a values file (namespaceSelector)", j.resource.GetNamespace())
	if said := strings.TrimSpace(rule.Message()); said != "" && rule.Status() == engineapi.RuleStatusFail {
		message += "; " + when + ": " + said
	}
	return *engineapi.NewRuleResponse(rule.Name(), rule.RuleType(), message, engineapi.RuleStatusError, nil)
}

// seesNamespace is for CEL, which is handed the namespace itself: without it, no answer of a policy that looks there counts.
func seesNamespace(policy any) bool {
	raw, err := json.Marshal(policy)
	return err != nil || strings.Contains(string(raw), "namespaceObject")
}

// withoutNamespace turns the answers of a policy that looks at an unknown namespace into errors.
func (j *judgement) withoutNamespace(answered rules, looks bool) rules {
	if !selection.unknown || !looks {
		return answered
	}
	errors := make(rules, 0, len(answered))
	for _, rule := range answered {
		errors = append(errors, j.unknownNamespace(rule, "if it applies"))
	}
	return errors
}

// withName is a namespace as the API server has it.
func (w *world) withName(found *corev1.Namespace) *corev1.Namespace {
	if found == nil || w.cluster.complete {
		return found
	}
	with := found.DeepCopy()
	with.Labels = w.named(found.Labels, found.Name)
	return with
}
