package driver

import (
	"strings"
	"testing"
)

func load(text string) LoadAnswer {
	return New().Load(LoadRequest{Files: []File{{Path: "policy.yaml", Text: text}}})
}

const constrained = `apiVersion: GROUP
kind: KIND
metadata: {name: a}
spec:
  matchConstraints:
    matchPolicy: Exact
    objectSelector: {matchLabels: {scope: anything, operations: x}}
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [OPERATION], resources: [pods], scope: "SCOPE"}]
  validations: [{expression: "true"}]
`

func TestWordsThatTheAPIServerRefusesAreFaults(t *testing.T) {
	kinds := map[string]string{"ValidatingAdmissionPolicy": "admissionregistration.k8s.io/v1", "ValidatingPolicy": "policies.kyverno.io/v1"}
	for kind, group := range kinds {
		for words, want := range map[[2]string]string{
			{"CREATE", "Namespaced"}: "",
			{`"*"`, "*"}:             "",
			{"Create", "*"}:          "spec.matchConstraints.resourceRules[0].operations",
			{"CREATE", "namespaced"}: "spec.matchConstraints.resourceRules[0].scope",
		} {
			text := strings.NewReplacer("GROUP", group, "KIND", kind, "OPERATION", words[0], "SCOPE", words[1]).Replace(constrained)
			var faults []string
			for _, found := range load(text).Diagnostics {
				if found.Level == "error" {
					faults = append(faults, found.Message)
				}
			}
			if want == "" && len(faults) > 0 || want != "" && (len(faults) != 1 || !strings.Contains(faults[0], want)) {
				t.Errorf("%s with %v: %v, want %q", kind, words, faults, want)
			}
		}
	}
}

func TestABindingHasToNameActionsThatExist(t *testing.T) {
	const binding = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: a}\nspec: {policyName: a, validationActions: [deny]}\n"
	found := load(binding).Diagnostics
	if len(found) != 1 || found[0].Code != "policy.invalid" || found[0].Line != 4 {
		t.Fatalf("found %+v", found)
	}
}

func TestADocumentOfAPolicyFileThatIsNoObjectIsNotPassedOverInSilence(t *testing.T) {
	ignored := load("# a comment\n---\n- apiVersion: kyverno.io/v1\n  kind: ClusterPolicy\n").Ignored
	if len(ignored) != 1 || ignored[0].Kind != "" || ignored[0].Line != 3 {
		t.Fatalf("ignored %+v", ignored)
	}
}

func TestASuiteIsAnsweredAsTheCLIThatAsksNoAPIServer(t *testing.T) {
	policy := strings.NewReplacer("GROUP", "policies.kyverno.io/v1", "KIND", "ValidatingPolicy", "OPERATION", "create", "SCOPE", "*").Replace(constrained)
	loaded := New().Load(LoadRequest{Files: []File{{Path: "policy.yaml", Text: policy}}, World: WorldSpec{Complete: true}})
	if len(loaded.Diagnostics) > 0 {
		t.Fatalf("found %+v", loaded.Diagnostics)
	}
}
