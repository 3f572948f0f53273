package driver

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"policy-gate.dev/engine/rego/jsonterm"
)

// largeInput is the size from which it pays to read only what the policies look at.
const largeInput = 256 << 10

// alwaysRead are the members by which the driver itself recognises a document.
var alwaysRead = []string{"format_version", "terraform_version", "errored", "complete", "apiVersion", "kind", "metadata",
	"AWSTemplateFormatVersion", "Resources"}

// inputPaths are the members of the input that the judging rules, and all they depend on, can look at: every reference that
// begins with constant names. A plan holds each resource three times over, and most policies look at one of them. Nil means
// everything: some rule takes the input as a whole.
func (s *ruleSet) inputPaths() jsonterm.Paths {
	paths := jsonterm.Paths{}
	for _, name := range alwaysRead {
		paths[name] = nil
	}
	for rule := range s.reachable() {
		if !addPaths(paths, rule) {
			return nil
		}
	}
	return paths
}

// reachable are the judging and excepting rules with everything that they depend on.
func (s *ruleSet) reachable() map[*ast.Rule]bool {
	return s.reachedFrom(s.roots()...)
}

// reachedFrom are rules with everything that they depend on.
func (s *ruleSet) reachedFrom(roots ...*ast.Rule) map[*ast.Rule]bool {
	found := map[*ast.Rule]bool{}
	var visit func(rule *ast.Rule)
	visit = func(rule *ast.Rule) {
		if found[rule] {
			return
		}
		found[rule] = true
		for dependency := range s.compiler.Graph.Dependencies(rule) {
			if below, ok := dependency.(*ast.Rule); ok {
				visit(below)
			}
		}
	}
	for _, root := range roots {
		visit(root)
	}
	return found
}

// roots are the rules that are asked for: those that judge and those that except.
func (s *ruleSet) roots() []*ast.Rule {
	var roots []*ast.Rule
	for _, ns := range s.namespaces {
		asked := map[string]bool{"exception": true}
		for _, g := range ns.groups {
			for _, rule := range g.queried() {
				asked[rule.name] = true
			}
		}
		for _, module := range s.compiler.Modules {
			if !module.Package.Path.Equal(ns.path) {
				continue
			}
			for _, rule := range module.Rules {
				if name, ok := rule.Head.Ref()[0].Value.(ast.Var); ok && asked[string(name)] {
					roots = append(roots, rule)
				}
			}
		}
	}
	return roots
}

// addPaths adds what a rule looks at; false means everything.
func addPaths(paths jsonterm.Paths, rule *ast.Rule) bool {
	bounded := true
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch n := node.(type) {
		case *ast.With:
			// What is replaced is not looked at; what replaces it may be.
			visitor.Walk(n.Value)
			return true
		case ast.Ref:
			if n.HasPrefix(ast.InputRootRef) {
				bounded = bounded && addPath(paths, n[1:])
				for _, term := range n[1:] {
					visitor.Walk(term)
				}
				return true
			}
		case ast.Var:
			bounded = bounded && n != "input"
		}
		return !bounded
	})
	visitor.Walk(rule)
	return bounded
}

func addPath(paths jsonterm.Paths, ref ast.Ref) bool {
	var names []string
	for _, term := range ref {
		name, ok := term.Value.(ast.String)
		if !ok {
			break
		}
		names = append(names, string(name))
	}
	if len(names) == 0 {
		return false
	}
	at := paths
	for _, name := range names[:len(names)-1] {
		below, known := at[name]
		if known && below == nil {
			return true
		}
		if !known {
			below = jsonterm.Paths{}
			at[name] = below
		}
		at = below
	}
	at[names[len(names)-1]] = nil
	return true
}
