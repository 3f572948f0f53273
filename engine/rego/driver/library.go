package driver

import (
	"slices"
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

func withLibrary(files []policyFile) []policyFile {
	return append(slices.Clip(files), libraryFor(files)...)
}

// libraryFor are the library's modules that policies can look at, and those that these look at in turn.
func libraryFor(policies []policyFile) []policyFile {
	if !slices.ContainsFunc(policies, func(file policyFile) bool { return strings.Contains(file.Text, "policy_gate") }) {
		return nil
	}
	var wanted []policyFile
	left := slices.Clone(libraryModules())
	for asking := policies; len(asking) > 0; {
		var found []policyFile
		left = slices.DeleteFunc(left, func(module policyFile) bool {
			isAsked := slices.ContainsFunc(asking, func(file policyFile) bool { return looksAt(file.module, module.module.Package.Path) })
			if isAsked {
				found = append(found, module)
			}
			return isAsked
		})
		wanted = append(wanted, found...)
		asking = found
	}
	return wanted
}

// looksAt is true when a module names something of a package, or leaves open what it names.
func looksAt(module *ast.Module, pkg ast.Ref) bool {
	found := false
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch n := node.(type) {
		case ast.Ref:
			if n.HasPrefix(ast.DefaultRootRef) {
				found = found || mayReach(n, pkg)
				for _, term := range n[1:] {
					visitor.Walk(term)
				}
				return true
			}
		case ast.Var:
			found = found || n.Equal(ast.DefaultRootDocument.Value)
		}
		return found
	})
	visitor.Walk(module)
	return found
}

func mayReach(ref, pkg ast.Ref) bool {
	named := ref.StringPrefix()
	return pkg.HasPrefix(named) || named.HasPrefix(pkg)
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
