package driver

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// judgedBy leaves out the files of tests that no judged rule can see: to compile them took longer than the policies
// themselves. They were parsed, so one that is no Rego is told of; whether they compile is told when they are run.
func judgedBy(files []policyFile) []policyFile {
	kept, tests := partition(files, func(file policyFile) bool { return !onlyTests(file) })
	for len(kept) > 0 && len(tests) > 0 {
		seen, unseen := partition(tests, func(test policyFile) bool {
			return slices.ContainsFunc(kept, func(file policyFile) bool { return sees(file, test) })
		})
		if len(seen) == 0 {
			return kept
		}
		kept, tests = append(kept, seen...), unseen
	}
	return files
}

func partition(files []policyFile, keep func(policyFile) bool) (kept, rest []policyFile) {
	for _, file := range files {
		if keep(file) {
			kept = append(kept, file)
		} else {
			rest = append(rest, file)
		}
	}
	return kept, rest
}

// onlyTests is true of a file that is called a test and has no rule that judges or excepts.
func onlyTests(file policyFile) bool {
	return strings.HasSuffix(file.Path, "_test.rego") && !slices.ContainsFunc(file.module.Rules, func(rule *ast.Rule) bool {
		name, ok := rule.Head.Ref()[0].Value.(ast.Var)
		return !ok || name == "exception" || warnNames.MatchString(string(name)) || failNames.MatchString(string(name))
	})
}

// sees is true when a file can name what stands in a test's package, or shares it: rules of one package know each other by
// their bare names, and metadata of a package is that of the packages below it.
func sees(file, test policyFile) bool {
	own, other := file.module.Package.Path, test.module.Package.Path
	return own.HasPrefix(other) || other.HasPrefix(own) || looksAt(file.module, other)
}
