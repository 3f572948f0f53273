package driver

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/library"
)

// libraryPrefix begins the paths of the library's modules, which no file of a user can have.
const libraryPrefix = "policy-gate:"

// declaredRule is the one that tells resources of plans and of sources alike.
const declaredRule = "data.policy_gate.terraform.declared"

var libraryModules = sync.OnceValue(parseLibrary)

func parseLibrary() []policyFile {
	var modules []policyFile
	for _, file := range library.Files() {
		path := libraryPrefix + file.Name
		module, err := parseAs(File{Path: path, Text: file.Text}, ast.RegoV1)
		if err != nil {
			panic("the library does not parse: " + err.Error())
		}
		modules = append(modules, policyFile{File{Path: path}, module, ast.RegoV1})
	}
	return modules
}

// libraryFor adds data.policy_gate when a policy asks for it.
func libraryFor(policies []File) []policyFile {
	for _, file := range policies {
		if strings.Contains(file.Text, "policy_gate") {
			return libraryModules()
		}
	}
	return nil
}

func isLibrary(path string) bool {
	return strings.HasPrefix(path, libraryPrefix)
}

// reservedPackage is the package of the library that a module is in or below, if it is in any.
func reservedPackage(module *ast.Module) string {
	for _, file := range libraryModules() {
		if name := namespaceOf(file.module); strings.HasPrefix(namespaceOf(module)+".", name+".") {
			return name
		}
	}
	return ""
}
