package driver

import (
	"encoding/json"
	"os"
	"testing"
)

// excludedCases are OPA's cases that do not hold here, by the reason why. The list is shared with the run against the
// shipped module.
func excludedCases(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../../__tests__/conformance/opa-excluded.json")
	if err != nil {
		t.Fatal(err)
	}
	var excluded map[string][]string
	if err := json.Unmarshal(text, &excluded); err != nil {
		t.Fatal(err)
	}
	return excluded
}
