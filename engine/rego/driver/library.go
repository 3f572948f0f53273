package driver

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/library"
)

const (
	reservedPackage = "policy_gate.terraform"
	libraryPath     = "policy-gate:terraform.rego"
)

// libraryFor adds data.policy_gate.terraform when a policy asks for it.
func libraryFor(policies []File) []policyFile {
	for _, file := range policies {
		if strings.Contains(file.Text, "policy_gate") {
			module, err := parseAs(File{Path: libraryPath, Text: library.Terraform}, ast.RegoV1)
			if err != nil {
				panic("the library does not parse: " + err.Error())
			}
			return []policyFile{{File{Path: libraryPath}, module, ast.RegoV1}}
		}
	}
	return nil
}
