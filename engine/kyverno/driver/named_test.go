package driver

import (
	"reflect"
	"strings"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
)

func TestPlacesThatExpressionsLookAt(t *testing.T) {
	for expression, want := range map[string][]string{
		"object.spec.hostPID == false":                            {"spec.hostPID"},
		"object.spec.containers.all(c, has(c.resources.limits))":  {"spec.containers", "spec.containers.*.resources.limits"},
		"object.metadata.labels['app.kubernetes.io/name'] != ''":  {"metadata.labels.app.kubernetes.io/name"},
		"object.spec.?replicas.orValue(1) > 1":                    {"spec.replicas"},
		"variables.all.all(c, c.image.startsWith('a/'))":          {"spec.containers", "spec.initContainers", "spec.containers.*.image", "spec.initContainers.*.image"},
		"object.spec.containers.filter(c, c.tty).all(c, c.stdin)": {"spec.containers", "spec.containers.*.stdin", "spec.containers.*.tty"},
		"object.spec.containers[0].image == 'a'":                  {"spec.containers.0.image"},
		"oldObject.spec.x == 1":                                   nil,
	} {
		variables := []admissionregistrationv1.Variable{{Name: "all",
			Expression: "object.spec.containers + object.spec.?initContainers.orValue([])"}}
		var got []string
		for _, path := range celPaths(variables, []admissionregistrationv1.Validation{{Expression: expression}}) {
			got = append(got, strings.Join(path, "."))
		}
		for _, path := range want {
			if !contains(got, path) {
				t.Errorf("%s names %v, want %s", expression, got, path)
			}
		}
		if len(want) == 0 && len(got) > 0 {
			t.Errorf("%s names %v", expression, got)
		}
	}
}

func contains(paths []string, wanted string) bool {
	for _, path := range paths {
		if path == wanted {
			return true
		}
	}
	return false
}

func TestPlacesThatConditionsLookAt(t *testing.T) {
	condition := map[string]any{"key": "{{ request.object.spec.ingress[].from[].ipBlock.cidr || `[]` }}",
		"value": "{{ request.object.metadata.labels.\"a/b\" }}"}
	got := jmesPaths(condition, "request.object", nil)
	want := [][]string{{"spec", "ingress", "*", "from", "*", "ipBlock", "cidr"}, {"metadata", "labels", "a/b"}}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("found %v", got)
	}
}
