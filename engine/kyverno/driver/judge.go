package driver

import (
	"fmt"

	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type JudgeRequest struct {
	Handle int `json:"handle"`
	// Operation is CREATE, UPDATE or DELETE; empty leaves it to the values, else CREATE.
	Operation string `json:"operation"`
	// Old is the handle of the object as it was, for UPDATE; 0 when there is none.
	Old int `json:"old"`
	// Only judges one policy by its number, to find the cause of a failure; -1 judges all.
	Only int `json:"only"`
	// Patched asks for the objects that mutation left, for test suites that compare them.
	Patched bool `json:"patched"`
}

// Row is what one rule said. Policy is the policy's number in the answer of Load.
type Row struct {
	Policy     int               `json:"policy"`
	Rule       string            `json:"rule"`
	Type       string            `json:"type"`
	Status     string            `json:"status"`
	Message    string            `json:"message,omitempty"`
	Enforce    bool              `json:"enforce,omitempty"`
	Exceptions []string          `json:"exceptions,omitempty"`
	Properties map[string]string `json:"properties,omitempty"`
	// Patched is the object after this policy's mutation, Target the other object that it changed.
	Patched map[string]any `json:"patched,omitempty"`
	Target  map[string]any `json:"target,omitempty"`
}

type JudgeAnswer struct {
	Rows []Row `json:"rows"`
	// Mutated names the policies that changed the document before it was validated.
	Mutated []string `json:"mutated,omitempty"`
	// Error is a failure of the engine as a whole: no row of it can be trusted.
	Error string `json:"error,omitempty"`
}

// judgement is one document on its way through the policies, in the order of the API server: whatever mutates,
// then whatever validates.
type judgement struct {
	driver    *Driver
	resource  unstructured.Unstructured
	old       *unstructured.Unstructured
	operation string
	explicit  bool
	only      int
	patched   bool
	answer    JudgeAnswer
	shared    *classicContext
	// unverified are the rules of which a signature could not be checked.
	unverified map[imageRule]bool
}

type imageRule struct{ policy, rule string }

// Judge applies every policy that can match. A document is never changed: mutation works on a copy.
func (d *Driver) Judge(request JudgeRequest) JudgeAnswer {
	doc, err := d.document(request.Handle)
	if err != nil {
		return JudgeAnswer{Error: err.Error()}
	}
	j := &judgement{driver: d, resource: doc.resource, only: request.Only, patched: request.Patched, answer: JudgeAnswer{Rows: []Row{}}, unverified: map[imageRule]bool{}}
	j.explicit = request.Operation != ""
	j.operation = d.world.requestOperation(request.Operation)
	if request.Old != 0 {
		old, err := d.document(request.Old)
		if err != nil {
			return JudgeAnswer{Error: err.Error()}
		}
		j.old = &old.resource
	}
	j.startSelecting()
	if doc.payload {
		err = j.run(j.judgeImagesJSON, j.validateJSON)
	} else {
		err = j.run(
			j.mutateClassic, j.mutateAdmission, j.mutateCEL,
			j.verifyImages, j.judgeImages, j.validateClassic, j.validateAdmission, j.validateCEL, j.validateJSON,
		)
	}
	if err != nil {
		j.answer.Error = err.Error()
	}
	return j.answer
}

func (j *judgement) run(stages ...func() error) error {
	for _, stage := range stages {
		if err := stage(); err != nil {
			return err
		}
	}
	return nil
}

func (j *judgement) wanted(info int) bool { return j.only < 0 || j.only == info }

func (j *judgement) add(info int, rule engineapi.RuleResponse, enforce, scored bool) {
	status := string(rule.Status())
	if status == "fail" && !scored {
		status = "warn"
	}
	row := Row{Policy: info, Rule: rule.Name(), Type: string(rule.RuleType()), Status: status, Enforce: enforce, Properties: rule.Properties()}
	if status != "pass" {
		row.Message = rule.Message()
	}
	for _, exception := range rule.Exceptions() {
		row.Exceptions = append(row.Exceptions, exceptionKey(exception))
	}
	j.answer.Rows = append(j.answer.Rows, row)
}

func exceptionKey(exception engineapi.GenericException) string {
	if exception.GetNamespace() == "" {
		return exception.GetName()
	}
	return exception.GetNamespace() + "/" + exception.GetName()
}

// accept takes over what a policy answered: its rows, and the object that it left unless that is uncertain.
func (j *judgement) accept(info int, policy string, answer settled, verdict func(engineapi.RuleResponse) (enforce, scored bool)) {
	first := len(j.answer.Rows)
	for _, rule := range answer.PolicyResponse.Rules {
		enforce, scored := verdict(rule)
		j.add(info, rule, enforce, scored)
	}
	j.attach(first, answer.PolicyResponse.Rules, answer.PatchedResource)
	if !answer.turned {
		j.replace(answer.PatchedResource, policy)
	}
}

// mutationVerdict is for policies that mutate and nothing else: they do not block.
func mutationVerdict(engineapi.RuleResponse) (enforce, scored bool) { return false, true }

// replace goes on with the mutated resource and remembers who changed it.
func (j *judgement) replace(patched unstructured.Unstructured, policy string) {
	if patched.Object == nil || sameObject(patched.Object, j.resource.Object) {
		return
	}
	j.resource = patched
	j.shared = nil
	j.answer.Mutated = append(j.answer.Mutated, policy)
}

// attach adds what a mutation left to the rows from the first on.
func (j *judgement) attach(first int, rules []engineapi.RuleResponse, patched unstructured.Unstructured) {
	if !j.patched {
		return
	}
	for i, rule := range rules {
		if rule.RuleType() != engineapi.Mutation {
			continue
		}
		row := &j.answer.Rows[first+i]
		row.Patched = patched.Object
		if target, _, _ := rule.PatchedTarget(); target != nil {
			row.Target = target.Object
		}
	}
}

func (j *judgement) String() string {
	return fmt.Sprintf("%s/%s/%s", j.resource.GetNamespace(), j.resource.GetKind(), j.resource.GetName())
}
