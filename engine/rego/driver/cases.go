package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"

	"policy-gate.dev/engine/rego/jsonterm"
)

// CasesRequest is a file of cases in the format of OPA's own conformance suite, so that the very module that is shipped can
// be held against it.
type CasesRequest struct {
	Text string `json:"text"`
	V0   bool   `json:"v0"`
}

// CaseOutcome is what became of a case; no error means that it holds.
type CaseOutcome struct {
	Note  string `json:"note"`
	Error string `json:"error,omitempty"`
}

// CasesResponse has the outcomes in the file's order. Problem is set when the file cannot be read.
type CasesResponse struct {
	Outcomes []CaseOutcome `json:"outcomes"`
	Problem  string        `json:"problem,omitempty"`
}

// RunCases runs every case of a file. What is loaded is untouched.
func RunCases(request CasesRequest) CasesResponse {
	response := CasesResponse{Outcomes: []CaseOutcome{}}
	var set cases.Set
	if err := util.Unmarshal([]byte(request.Text), &set); err != nil {
		response.Problem = err.Error()
		return response
	}
	version := ast.RegoV1
	if request.V0 {
		version = ast.RegoV0
	}
	for _, c := range set.Cases {
		outcome := CaseOutcome{Note: c.Note}
		if err := runCase(c, version); err != nil {
			outcome.Error = err.Error()
		}
		response.Outcomes = append(response.Outcomes, outcome)
	}
	return response
}

// setEnvironment returns what puts the environment back.
func setEnvironment(values map[string]string) func() {
	for name, value := range values {
		os.Setenv(name, value)
	}
	return func() {
		for name := range values {
			os.Unsetenv(name)
		}
	}
}

// runCase runs one case the way OPA runs it, through this engine's reader of input and its builtins.
func runCase(c cases.TestCase, version ast.RegoVersion) (failure error) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Errorf("panic: %v", r)
		}
	}()
	defer setEnvironment(c.Env)()
	capabilities := ast.CapabilitiesForThisVersion()
	if c.ExperimentalKeywords {
		capabilities = ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(true))
	}
	modules := map[string]*ast.Module{}
	for i, text := range c.Modules {
		name := fmt.Sprintf("test-%d.rego", i)
		module, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: version, ProcessAnnotation: true, Capabilities: capabilities})
		if err != nil {
			return err
		}
		modules[name] = module
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities)
	if compiler.Compile(modules); compiler.Failed() {
		return compiler.Errors
	}
	body, err := ast.ParseBody(c.Query)
	if err != nil {
		return err
	}
	query, err := compiler.QueryCompiler().Compile(body)
	if err != nil {
		return err
	}
	results, err := evaluate(c, compiler, query)
	return compare(c, results, err)
}

func evaluate(c cases.TestCase, compiler *ast.Compiler, query ast.Body) (topdown.QueryResultSet, error) {
	ctx := context.Background()
	store := inmem.New()
	if c.Data != nil {
		store = inmem.NewFromObjectWithOpts(*c.Data, inmem.OptReturnASTValuesOnRead(true))
	}
	q := topdown.NewQuery(query).WithCompiler(compiler).WithStore(store).WithTransaction(storage.NewTransactionOrDie(ctx, store)).
		WithStrictBuiltinErrors(c.StrictError).WithInterQueryBuiltinValueCache(newValueCache())
	switch {
	case c.InputTerm != nil:
		q = q.WithInput(ast.MustParseTerm(*c.InputTerm))
	case c.Input != nil:
		text, err := json.Marshal(*c.Input)
		if err != nil {
			return nil, err
		}
		input, err := jsonterm.Decode(text, jsonterm.Options{})
		if err != nil {
			return nil, err
		}
		q = q.WithInput(ast.NewTerm(input.Value))
	}
	return q.Run(ctx)
}

func compare(c cases.TestCase, results topdown.QueryResultSet, err error) error {
	switch {
	case c.WantError != nil && (err == nil || !strings.Contains(err.Error(), *c.WantError)):
		return fmt.Errorf("want error %q, got %v", *c.WantError, err)
	case c.WantErrorCode != nil:
		if e, ok := err.(*topdown.Error); !ok || e.Code != *c.WantErrorCode {
			return fmt.Errorf("want error code %q, got %v", *c.WantErrorCode, err)
		}
	case err != nil && c.WantError == nil:
		return err
	}
	if c.WantResult == nil {
		return nil
	}
	want, got := wantedSet(*c.WantResult), ast.NewSet()
	for _, bindings := range results {
		object := ast.NewObject()
		for name, term := range bindings {
			value, err := ast.JSON(term.Value)
			if err != nil {
				return err
			}
			if list, ok := value.([]any); ok && c.SortBindings {
				slices.SortFunc(list, util.Compare)
			}
			if !c.IgnoreGeneratedVars || !strings.HasPrefix(string(name), "__localq") {
				object.Insert(ast.StringTerm(string(name)), ast.NewTerm(ast.MustInterfaceToValue(value)))
			}
		}
		got.Add(ast.NewTerm(object))
	}
	if want.Compare(got) != 0 {
		return fmt.Errorf("want %v, got %v", want, got)
	}
	return nil
}

func wantedSet(wanted []map[string]any) ast.Set {
	set := ast.NewSet()
	for _, bindings := range wanted {
		names := make([]string, 0, len(bindings))
		for name := range bindings {
			names = append(names, name)
		}
		sort.Strings(names)
		object := ast.NewObject()
		for _, name := range names {
			object.Insert(ast.StringTerm(name), ast.NewTerm(ast.MustInterfaceToValue(bindings[name])))
		}
		set.Add(ast.NewTerm(object))
	}
	return set
}
