package driver

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// LoadOptions are Conftest's flags, and which of the refused builtins the trusted configuration allows.
type LoadOptions struct {
	// Namespaces to judge by, as names or globs; Conftest's default is main.
	Namespaces    []string `json:"namespaces"`
	AllNamespaces bool     `json:"allNamespaces"`
	AllowBuiltins []string `json:"allowBuiltins"`
	// Strict is the compiler's strict mode: unused variables and imports are errors.
	Strict bool `json:"strict"`
	// BuiltinErrors makes a failing builtin call an error of the rule instead of a warning (`--show-builtin-errors`).
	BuiltinErrors bool `json:"builtinErrors"`
	// Root is the absolute path that data.conftest.file.dir starts with; default `/`.
	Root string `json:"root"`
}

// LoadRequest holds everything policies may see.
type LoadRequest struct {
	Policies []File `json:"policies"`
	// Data are JSON and YAML files. Those under a root are mounted by their folders, as by `conftest --data ROOT`; without
	// roots each file is merged at the top.
	Data      []File   `json:"data"`
	DataRoots []string `json:"dataRoots"`
	// Protos are the definitions that textproto files need.
	Protos []File `json:"protos"`
	// Files are what parse_config_file and jsonnet imports may read.
	Files   []File      `json:"files"`
	Options LoadOptions `json:"options"`
}

// LoadResponse lists the rules that will judge. Any diagnostic of level error means that none will.
type LoadResponse struct {
	Versions   Versions `json:"versions"`
	Namespaces []string `json:"namespaces"`
	Rules      []Rule   `json:"rules"`
	// Plans is true when some rule looks at what only a Terraform plan has: Terraform's sources would pass such a rule unseen.
	Plans       bool         `json:"plans"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Load replaces the loaded policies. After an error nothing is loaded, so that nothing can pass.
func (d *Driver) Load(request LoadRequest) LoadResponse {
	d.rules = nil
	d.files = newFileSet(request.Files)
	response := LoadResponse{Versions: versions(), Namespaces: []string{}, Rules: []Rule{}, Diagnostics: []Diagnostic{}}
	set, diagnostics := d.compile(request)
	response.Diagnostics = append(response.Diagnostics, diagnostics...)
	if set == nil || hasError(diagnostics) {
		return response
	}
	d.rules = set
	for _, namespace := range set.namespaces {
		response.Namespaces = append(response.Namespaces, namespace.name)
	}
	response.Rules = append(response.Rules, set.listed...)
	response.Plans = set.looksAtPlans()
	return response
}

func hasError(diagnostics []Diagnostic) bool {
	for _, d := range diagnostics {
		if d.Level == levelError {
			return true
		}
	}
	return false
}

func (d *Driver) compile(request LoadRequest) (*ruleSet, []Diagnostic) {
	if len(request.Policies) == 0 {
		return nil, []Diagnostic{problem("rego.no-policies", "no policy files were given", "Point the gate at a folder with .rego files.")}
	}
	files, diagnostics := parsePolicies(request.Policies)
	diagnostics = append(diagnostics, loadProtos(request.Protos)...)
	store, problems := loadData(request.Data, request.DataRoots)
	diagnostics = append(diagnostics, problems...)
	if hasError(diagnostics) {
		return nil, diagnostics
	}
	set, problems := compileRules(withLibrary(judgedBy(files)), request.Options)
	if set != nil {
		set.store, set.files = store, d.files
	}
	return set, append(diagnostics, problems...)
}

// compileRules compiles all files together. When a file that reads as both v1 and v0 does not compile as v1 (a builtin
// that v1 dropped, say), it is tried as v0, once.
func compileRules(files []policyFile, options LoadOptions) (*ruleSet, []Diagnostic) {
	set, diagnostics, errs := compileOnce(files, options)
	if len(errs) == 0 {
		return set, diagnostics
	}
	if again, changed := withV0(files, errs); changed {
		if set, diagnostics, errs := compileOnce(again, options); len(errs) == 0 {
			return set, diagnostics
		}
	}
	return nil, fromErrors(errs, "")
}

func compileOnce(files []policyFile, options LoadOptions) (*ruleSet, []Diagnostic, ast.Errors) {
	set, diagnostics := newRuleSet(files, options, true)
	errs := set.compile()
	if len(errs) == 0 && set.looksAtNames() {
		set, diagnostics = newRuleSet(files, options, false)
		errs = set.compile()
	}
	if len(errs) > 0 {
		return nil, nil, errs
	}
	return set, append(diagnostics, set.prepare()...), nil
}

func parsePolicies(given []File) ([]policyFile, []Diagnostic) {
	var diagnostics []Diagnostic
	files := make([]policyFile, 0, len(given))
	seen := map[string]bool{}
	for _, file := range given {
		if seen[file.Path] {
			diagnostics = append(diagnostics, problem("rego.duplicate-file", "two policy files have this path", "Give each file once.").in(file.Path))
			continue
		}
		seen[file.Path] = true
		parsed, problems := parsePolicy(file)
		diagnostics = append(diagnostics, problems...)
		if parsed.module != nil {
			files = append(files, parsed)
		}
	}
	return files, diagnostics
}

func withV0(files []policyFile, errs ast.Errors) ([]policyFile, bool) {
	failed := map[string]bool{}
	for _, e := range errs {
		if e.Location != nil {
			failed[e.Location.File] = true
		}
	}
	changed := false
	again := make([]policyFile, len(files))
	for i, file := range files {
		again[i] = file
		if failed[file.Path] {
			if asV0, ok := file.asV0(); ok {
				again[i], changed = asV0, true
			}
		}
	}
	return again, changed
}

// setFileInfo tells policies which file is judged, under data.conftest.file as Conftest does.
func setFileInfo(ctx context.Context, store storage.Store, name, dir string) error {
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return err
	}
	if err := storage.MakeDir(ctx, store, txn, storage.Path{"conftest"}); err != nil {
		store.Abort(ctx, txn)
		return fmt.Errorf("data.conftest is taken by a data file: %w", err)
	}
	info := map[string]any{"name": name, "dir": dir}
	if err := store.Write(ctx, txn, storage.AddOp, storage.Path{"conftest", "file"}, info); err != nil {
		store.Abort(ctx, txn)
		return err
	}
	return store.Commit(ctx, txn)
}
