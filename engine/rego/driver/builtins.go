package driver

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
	"github.com/open-policy-agent/opa/v1/topdown/cache"
	"github.com/open-policy-agent/opa/v1/types"
	"github.com/open-policy-agent/opa/v1/version"
)

// refused builtins reach outside the sandbox, or tell of it. They are refused at load unless allowed by name.
var refused = map[string]string{
	"http.send":          "it sends requests over the network",
	"net.lookup_ip_addr": "it asks the network for addresses",
	"opa.runtime":        "it reads the environment",
}

// refusedBuiltins looks at the compiled modules, where names are resolved: a package called http is not a builtin.
func refusedBuiltins(compiler *ast.Compiler, allowed []string) []Diagnostic {
	var diagnostics []Diagnostic
	for _, name := range slices.Sorted(maps.Keys(compiler.Modules)) {
		ast.WalkExprs(compiler.Modules[name], func(expr *ast.Expr) bool {
			for _, used := range refusedIn(expr) {
				d := refusal(used, allowed, expr.Location)
				if d != nil && !slices.Contains(diagnostics, *d) {
					diagnostics = append(diagnostics, *d)
				}
			}
			return false
		})
	}
	return diagnostics
}

func refusedIn(expr *ast.Expr) []string {
	var used []string
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		if name := ref.String(); refused[name] != "" {
			used = append(used, name)
		}
		return false
	})
	return used
}

func refusal(name string, allowed []string, location *ast.Location) *Diagnostic {
	if slices.Contains(allowed, name) {
		return nil
	}
	d := problem("rego.builtin-refused", "the builtin "+name+" is refused: "+refused[name],
		"Supply what it would fetch as a data file, or allow "+name+" by name in the trusted configuration.").at(location)
	return &d
}

// noNetwork answers a call of an allowed builtin that the sandbox cannot make: an error, never "undefined", which would
// let the rule pass.
func noNetwork(name string) topdown.BuiltinFunc {
	return func(topdown.BuiltinContext, []*ast.Term, func(*ast.Term) error) error {
		return topdown.Halt{Err: fmt.Errorf("%s: the embedded engine has no network", name)}
	}
}

var jsonObject = types.NewObject(nil, types.NewDynamicProperty(types.S, types.NewAny()))

// parse_config and its companions are Conftest's own builtins. Which files they may read is in the evaluation's context.
func init() {
	topdown.RegisterBuiltinFunc("http.send", noNetwork("http.send"))
	topdown.RegisterBuiltinFunc("net.lookup_ip_addr", noNetwork("net.lookup_ip_addr"))
	rego.RegisterBuiltin2(&rego.Function{Name: "parse_config", Decl: types.NewFunction(types.Args(types.S, types.S), jsonObject)}, parseConfig)
	rego.RegisterBuiltin1(&rego.Function{Name: "parse_config_file", Decl: types.NewFunction(types.Args(types.S), jsonObject)}, parseConfigFile)
	rego.RegisterBuiltin1(&rego.Function{Name: "parse_combined_config_files",
		Decl: types.NewFunction(types.Args(types.NewArray(nil, types.S)), jsonObject)}, parseCombinedConfigFiles)
}

type filesKey struct{}

func parseConfig(_ rego.BuiltinContext, parser, text *ast.Term) (*ast.Term, error) {
	name, err := builtins.StringOperand(parser.Value, 1)
	if err != nil {
		return nil, err
	}
	config, err := builtins.StringOperand(text.Value, 2)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Parsers, string(name)) {
		return nil, rego.NewHaltError(unknownParser(string(name)))
	}
	value, err := parseWhole(string(name), "", []byte(config), nil)
	if err != nil {
		return nil, err
	}
	return ast.NewTerm(value), nil
}

func parseConfigFile(call rego.BuiltinContext, name *ast.Term) (*ast.Term, error) {
	file, err := builtins.StringOperand(name.Value, 1)
	if err != nil {
		return nil, err
	}
	_, value, err := readConfigFile(call, string(file))
	if err != nil {
		return nil, err
	}
	return ast.NewTerm(value), nil
}

func parseCombinedConfigFiles(call rego.BuiltinContext, names *ast.Term) (*ast.Term, error) {
	list, err := builtins.ArrayOperand(names.Value, 1)
	if err != nil {
		return nil, err
	}
	var combined []combinedEntry
	for i := range list.Len() {
		file, err := builtins.StringOperand(list.Elem(i).Value, 1)
		if err != nil {
			return nil, err
		}
		name, value, err := readConfigFile(call, string(file))
		if err != nil {
			return nil, err
		}
		combined = append(combined, entriesOf(name, value)...)
	}
	return combine(combined), nil
}

// readConfigFile resolves a name beside the policy that asks. What was not given to the sandbox stops the evaluation.
func readConfigFile(call rego.BuiltinContext, file string) (string, ast.Value, error) {
	files, _ := call.Context.Value(filesKey{}).(fileSet)
	name := path.Join(path.Dir(call.Location.File), file)
	text, err := files.read(name)
	if err != nil {
		return "", nil, rego.NewHaltError(err)
	}
	parser, err := parserOf(name)
	if err != nil {
		return "", nil, rego.NewHaltError(err)
	}
	value, err := parseWhole(parser, name, []byte(text), files)
	return name, value, err
}

// runtimeTerm is what opa.runtime() gives when it is allowed: the versions, and an empty environment.
func runtimeTerm() *ast.Term {
	return ast.ObjectTerm(
		ast.Item(ast.StringTerm("env"), ast.ObjectTerm()),
		ast.Item(ast.StringTerm("version"), ast.StringTerm(version.Version)),
		ast.Item(ast.StringTerm("commit"), ast.StringTerm(version.Vcs)),
	)
}

// newValueCache keeps compiled regular expressions and globs between documents.
func newValueCache() cache.InterQueryValueCache {
	return cache.NewInterQueryValueCache(context.Background(), nil)
}
