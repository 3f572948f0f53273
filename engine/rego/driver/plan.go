package driver

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/jsonterm"
)

const showRemedy = "Give the gate the plan as JSON: `terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json`."

// sniffed is how much of a file is looked at to tell what it is.
const sniffed = 64 << 10

var (
	textPlan = regexp.MustCompile(`(?m)(selected providers to generate the following execution|(Terraform|OpenTofu) will perform the following actions"?:|` +
		`^Plan: \d+ to (add|import)|^  # \S+ (will|must) be (created|updated|destroyed|replaced|read))`)
	colors  = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	logPlan = regexp.MustCompile(`^\s*\{"@(level|message|module|timestamp)":`)
)

// archive recognises files that are zip archives, as Terraform's binary plans are.
func archive(text []byte) *Diagnostic {
	if !bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		return nil
	}
	d := problem("input.binary", "this is a zip archive, not configuration", "Leave it out.")
	if bytes.Contains(text[:min(len(text), sniffed)], []byte("tfplan")) {
		d = problem("terraform.binary-plan", "this is Terraform's binary plan file, which only Terraform can read", showRemedy)
	}
	return &d
}

// mistakenPlan recognises a plan in a form that holds nothing to judge: the text for people, and the log of
// `terraform plan -json`. Read as configuration they would pass.
func mistakenPlan(text []byte) *Diagnostic {
	head := text[:min(len(text), sniffed)]
	var d Diagnostic
	switch {
	case !startsObject(head) && textPlan.Match(colors.ReplaceAll(head, nil)):
		d = problem("terraform.text-plan", "this is the text that `terraform plan` prints for people, not a plan", showRemedy)
	case logPlan.Match(head[:min(len(head), 100)]) && bytes.Contains(head, []byte(`"@message"`)):
		d = problem("terraform.log-plan", "this is the log of `terraform plan -json`, which holds no values", showRemedy)
	default:
		return nil
	}
	return &d
}

// planMembers are what a plan has and a source of Terraform has not.
var planMembers = []ast.String{"planned_values", "resource_changes"}

// looksAtPlans is true when a judging rule, or anything it depends on, names a plan's members, and the rule does not read
// sources as well.
func (s *ruleSet) looksAtPlans() bool {
	for _, root := range s.roots() {
		if reached := s.reachedFrom(root); namesPlanMembers(reached) && !readsSources(reached) {
			return true
		}
	}
	return false
}

func readsSources(rules map[*ast.Rule]bool) bool {
	for rule := range rules {
		if rule.Path().String() == declaredRule {
			return true
		}
	}
	return false
}

func namesPlanMembers(rules map[*ast.Rule]bool) bool {
	found := false
	for rule := range rules {
		ast.WalkTerms(rule, func(term *ast.Term) bool {
			name, ok := term.Value.(ast.String)
			found = found || ok && slices.Contains(planMembers, name)
			return found
		})
	}
	return found
}

func startsObject(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("{"))
}

// looksLikePlan tells a plan by its first keys, even when the rest is missing.
func looksLikePlan(text []byte) bool {
	head := text[:min(len(text), sniffed)]
	return startsObject(head) && bytes.Contains(head, []byte(`"format_version"`)) &&
		(bytes.Contains(head, []byte(`"terraform_version"`)) || bytes.Contains(head, []byte(`"planned_values"`)) ||
			bytes.Contains(head, []byte(`"resource_changes"`)))
}

// planProblems are what a plan says of its own completeness.
func planProblems(result jsonterm.Result) []Diagnostic {
	plan, ok := result.Value.(ast.Object)
	switch {
	case !ok || kindOfValue(plan, result.LeftOut) != kindPlan:
		return nil
	case isTrueValue(member(plan, "errored")):
		return []Diagnostic{problem("terraform.errored-plan", "Terraform stopped with an error while planning: the plan lacks resources",
			"Correct the error that `terraform plan` reports and plan again.")}
	case isFalseValue(member(plan, "complete")):
		return []Diagnostic{warning("terraform.incomplete-plan", "the plan is not complete (targets, or deferred changes): resources outside it were not judged",
			"Plan without -target before merging.")}
	}
	return nil
}

func isTrueValue(value ast.Value) bool {
	return value != nil && value.Compare(ast.Boolean(true)) == 0
}

func isFalseValue(value ast.Value) bool {
	return value != nil && value.Compare(ast.Boolean(false)) == 0
}
