package driver

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"

	"policy-gate.dev/engine/rego/jsonterm"
)

// TestConformance runs OPA's own cases, from the folder that PG_CORPUS names (with v0/ and v1/ in it), through this engine's
// reader of data and input and its builtins.
func TestConformance(t *testing.T) {
	corpus := os.Getenv("PG_CORPUS")
	if corpus == "" {
		t.Skip("PG_CORPUS names no corpus")
	}
	reasons := reasonsByName()
	seen, passed, failed := map[string]bool{}, 0, map[string]bool{}
	for folder, version := range map[string]ast.RegoVersion{"v0": ast.RegoV0, "v1": ast.RegoV1} {
		set, err := cases.Load(filepath.Join(corpus, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range set.Sorted().Cases {
			name := folder + " " + c.Note
			seen[name] = true
			err := runCase(t, c, version)
			switch _, known := reasons[name]; {
			case err == nil:
				passed++
			case known:
				failed[name] = true
			default:
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for name, reason := range reasons {
		if !seen[name] || !failed[name] {
			t.Errorf("%s passes or does not exist; it is excluded because %s", name, reason)
		}
	}
	t.Logf("%d cases pass, %d names are excluded", passed, len(reasons))
}

func reasonsByName() map[string]string {
	byName := map[string]string{}
	for reason, names := range excluded {
		for _, name := range names {
			byName[name] = reason
		}
	}
	return byName
}

func runCase(t *testing.T, c cases.TestCase, version ast.RegoVersion) (failure error) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Errorf("panic: %v", r)
		}
	}()
	for name, value := range c.Env {
		t.Setenv(name, value)
	}
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
