package driver

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// knownWords are the values that the API server takes in Kubernetes' own policies. Their Go types are text, and so any other
// word would be read as one that matches nothing or enforces nothing.
var knownWords = map[string][]string{
	"failurePolicy":           {"Fail", "Ignore"},
	"matchPolicy":             {"Equivalent", "Exact"},
	"operations":              {"CREATE", "UPDATE", "DELETE", "CONNECT", "*"},
	"parameterNotFoundAction": {"Allow", "Deny"},
	"patchType":               {"ApplyConfiguration", "JSONPatch"},
	"reinvocationPolicy":      {"IfNeeded", "Never"},
	"scope":                   {"Cluster", "Namespaced", "*"},
	"validationActions":       {"Deny", "Warn", "Audit"},
}

// labelFields hold keys and values of labels, which may be any word.
var labelFields = []string{"matchLabels", "matchExpressions"}

// unknownWordsOf looks where Kubernetes' own words stand: all over its own policies, and in the constraints of CEL policies,
// whose schema takes any text.
func unknownWordsOf(object *unstructured.Unstructured) []problem {
	spec, _ := object.Object["spec"].(map[string]any)
	switch object.GroupVersionKind().Group {
	case admissionGroup:
		return unknownWords(spec, "spec")
	case "policies.kyverno.io":
		return unknownWords(spec["matchConstraints"], "spec.matchConstraints")
	}
	return nil
}

func unknownWords(value any, path string) []problem {
	var problems []problem
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			at := path + "." + key
			if known := knownWords[key]; known != nil {
				problems = append(problems, unknownAmong(known, value[key], at)...)
			} else if !slices.Contains(labelFields, key) {
				problems = append(problems, unknownWords(value[key], at)...)
			}
		}
	case []any:
		for i, item := range value {
			problems = append(problems, unknownWords(item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return problems
}

func unknownAmong(known []string, value any, path string) []problem {
	given, isList := value.([]any)
	if !isList {
		given = []any{value}
	}
	var problems []problem
	for _, word := range given {
		if text, isText := word.(string); isText && !slices.Contains(known, text) {
			problems = append(problems, problem{path: path, message: fmt.Sprintf("%s: %q is none of %s", path, text, strings.Join(known, ", "))})
		}
	}
	return problems
}
