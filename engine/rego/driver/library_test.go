package driver

import (
	"os"
	"testing"

	"policy-gate.dev/engine/rego/library"
)

func TestTheLibraryPassesItsOwnTests(t *testing.T) {
	tests, err := os.ReadFile("../library/testdata/terraform_test.rego")
	if err != nil {
		t.Fatal(err)
	}
	response := New().Test(TestRequest{Coverage: true, LoadRequest: LoadRequest{Policies: []File{
		{Path: "terraform_test.rego", Text: string(tests)},
	}}})
	for _, d := range response.Diagnostics {
		t.Errorf("%+v", d)
	}
	for _, c := range response.Cases {
		if c.Status != "pass" {
			t.Errorf("%s:%d %s %s %s", c.File, c.Line, c.Name, c.Status, c.Message)
		}
	}
	if response.Passed < 9 {
		t.Errorf("%d tests passed", response.Passed)
	}
	if library.Terraform == "" {
		t.Error("the library is empty")
	}
}
