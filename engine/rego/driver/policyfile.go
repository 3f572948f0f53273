package driver

import (
	"errors"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// policyFile is a parsed policy file, with the version of Rego in which it was understood.
type policyFile struct {
	File
	module  *ast.Module
	version ast.RegoVersion
}

// parsePolicy reads a file as Rego v1 and, if it is not, as v0: teams have both, often in one folder.
func parsePolicy(file File) (policyFile, []Diagnostic) {
	module, asV1 := parseAs(file, ast.RegoV1)
	if asV1 == nil {
		return checked(policyFile{file, module, ast.RegoV1})
	}
	module, asV0 := parseAs(file, ast.RegoV0)
	if asV0 == nil {
		return checked(policyFile{file, module, ast.RegoV0})
	}
	return policyFile{}, fromErrors(moreUseful(asV1, asV0), file.Path)
}

func parseAs(file File, version ast.RegoVersion) (*ast.Module, error) {
	return ast.ParseModuleWithOpts(file.Path, file.Text, parsing(version))
}

func parsing(version ast.RegoVersion) ast.ParserOptions {
	capabilities := capabilitiesV1
	if version == ast.RegoV0 {
		capabilities = capabilitiesV0
	}
	return ast.ParserOptions{ProcessAnnotation: true, RegoVersion: version, Capabilities: capabilities()}
}

// What this OPA can do is asked for once: upstream sorts all builtins anew for every file and every query.
var (
	capabilitiesV0 = sync.OnceValue(func() *ast.Capabilities {
		return ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV0))
	})
	capabilitiesV1 = sync.OnceValue(func() *ast.Capabilities {
		return ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV1))
	})
)

func checked(file policyFile) (policyFile, []Diagnostic) {
	if file.module == nil {
		return policyFile{}, []Diagnostic{problem("rego.empty-file", "the policy file is empty", "Remove it, or add a package and rules.").in(file.Path)}
	}
	if reserved := reservedPackage(file.module); reserved != "" {
		return policyFile{}, []Diagnostic{problem("rego.reserved-package",
			"the package "+reserved+" belongs to the gate's own library", "Rename the package.").
			at(file.module.Package.Location)}
	}
	return file, nil
}

// moreUseful picks the errors of the version that understood more of the file: its first error comes later.
func moreUseful(asV1, asV0 error) error {
	if firstLine(asV0) > firstLine(asV1) {
		return asV0
	}
	return asV1
}

func firstLine(err error) int {
	var list ast.Errors
	if !errors.As(err, &list) {
		return 0
	}
	first := 0
	for _, e := range list {
		if e.Location != nil && (first == 0 || e.Location.Row < first) {
			first = e.Location.Row
		}
	}
	return first
}

// asV0 reads a file again as v0 when only that can help: it was understood as v1, does not insist on v1, and v0 parses.
func (f policyFile) asV0() (policyFile, bool) {
	if f.version != ast.RegoV1 || insistsOnV1(f.module) {
		return f, false
	}
	module, err := parseAs(f.File, ast.RegoV0)
	if err != nil {
		return f, false
	}
	return policyFile{f.File, module, ast.RegoV0}, true
}

func insistsOnV1(module *ast.Module) bool {
	for _, imported := range module.Imports {
		if imported.Path.String() == "rego.v1" {
			return true
		}
	}
	return false
}
