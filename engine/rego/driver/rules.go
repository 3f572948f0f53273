package driver

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown/cache"

	"policy-gate.dev/engine/rego/jsonterm"
)

// The names of rules that judge are Conftest's.
var (
	warnNames = regexp.MustCompile(`^warn(_[a-zA-Z0-9]+)*$`)
	failNames = regexp.MustCompile(`^(deny|violation)(_[a-zA-Z0-9]+)*$`)
)

const defaultNamespace = "main"

// Rule is one rule that judges, with what its METADATA says.
type Rule struct {
	ID          int    `json:"id"`
	Namespace   string `json:"namespace"`
	Name        string `json:"name"`
	Kind        string `json:"kind"`
	File        string `json:"file"`
	Line        int    `json:"line"`
	RegoVersion string `json:"regoVersion"`
	Metadata
}

// ruleSet is what was loaded: compiled once, evaluated for every document.
type ruleSet struct {
	options    LoadOptions
	namespaces []*namespace
	listed     []Rule
	modules    map[string]*ast.Module
	compiler   *ast.Compiler
	store      storage.Store
	files      fileSet
	values     cache.InterQueryValueCache
	copies     int
	paths      jsonterm.Paths
	// query asks for everything at once.
	query ast.Body
	// asked is true when rules are asked for by name alone, without twins.
	asked bool
}

type namespace struct {
	name   string
	path   ast.Ref
	groups []*group
}

// group is all the rules of one name in a namespace: Conftest queries, excepts and counts them together.
type group struct {
	name string
	// suffix is what an exception names: the rule's name without its deny_, violation_ or warn_.
	suffix string
	warns  bool
	rules  []groupRule
	// whole is true when the rules cannot be told apart and the name itself is queried.
	whole bool
}

type groupRule struct {
	id   int
	name string
}

// newRuleSet finds the rules that judge. Several rules of one name form a set together; to know which of them produced a
// message each is compiled a second time under a name of its own, and these are queried instead. No policy sees them.
func newRuleSet(files []policyFile, options LoadOptions, twins bool) (*ruleSet, []Diagnostic) {
	s := &ruleSet{options: options, modules: map[string]*ast.Module{}, asked: !twins}
	for _, file := range files {
		s.modules[file.Path] = file.module
	}
	annotations, errs := ast.BuildAnnotationSet(slices.Collect(maps.Values(s.modules)))
	diagnostics := make([]Diagnostic, 0, len(errs))
	if len(errs) > 0 {
		diagnostics = append(diagnostics, fromErrors(errs, "")...)
	}
	names, problems := wantedNamespaces(files, options)
	diagnostics = append(diagnostics, problems...)
	for _, name := range names {
		ns, problems := s.discover(name, files, annotations)
		diagnostics = append(diagnostics, problems...)
		if len(ns.groups) > 0 {
			s.namespaces = append(s.namespaces, ns)
		}
	}
	return s, append(diagnostics, s.missingRules(names)...)
}

func namespaceOf(module *ast.Module) string {
	return strings.Replace(module.Package.Path.String(), "data.", "", 1)
}

// allNamespaces lists the packages that users wrote, in the order of their files.
func allNamespaces(files []policyFile) []string {
	var names []string
	for _, file := range files {
		if name := namespaceOf(file.module); !isLibrary(file.Path) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func wantedNamespaces(files []policyFile, options LoadOptions) ([]string, []Diagnostic) {
	known := allNamespaces(files)
	if options.AllNamespaces {
		return known, nil
	}
	wanted := options.Namespaces
	if len(wanted) == 0 {
		wanted = []string{defaultNamespace}
	}
	var names []string
	var diagnostics []Diagnostic
	for _, pattern := range wanted {
		matched, err := matching(known, pattern)
		if err != nil || len(matched) == 0 {
			diagnostics = append(diagnostics, unknownNamespace(pattern, known))
		}
		for _, name := range matched {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names, diagnostics
}

func matching(known []string, pattern string) ([]string, error) {
	var names []string
	for _, name := range known {
		ok, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if ok || name == pattern {
			names = append(names, name)
		}
	}
	return names, nil
}

func unknownNamespace(pattern string, known []string) Diagnostic {
	sorted := slices.Sorted(slices.Values(known))
	return problem("rego.unknown-namespace",
		fmt.Sprintf("no policy file has the package %s; the packages are: %s", pattern, strings.Join(sorted, ", ")),
		"Name one of these packages, or judge by all namespaces.")
}

// missingRules refuses a selection by which nothing would be judged: Conftest reports it as a pass.
func (s *ruleSet) missingRules(names []string) []Diagnostic {
	if len(names) == 0 {
		return nil
	}
	remedy := "Name at least one rule deny, violation or warn (or deny_something …), or leave the package out."
	if len(s.namespaces) == 0 {
		return []Diagnostic{problem("rego.no-rules",
			"no deny, violation or warn rule in package "+strings.Join(names, ", ")+": nothing would be judged", remedy)}
	}
	var diagnostics []Diagnostic
	for _, name := range s.options.Namespaces {
		judged := slices.ContainsFunc(s.namespaces, func(n *namespace) bool { return n.name == name })
		if !s.options.AllNamespaces && slices.Contains(names, name) && !judged {
			diagnostics = append(diagnostics, problem("rego.no-rules", "no deny, violation or warn rule in package "+name, remedy))
		}
	}
	return diagnostics
}

func (s *ruleSet) discover(name string, files []policyFile, annotations *ast.AnnotationSet) (*namespace, []Diagnostic) {
	ns := &namespace{name: name}
	byName := map[string]*group{}
	found := map[string][]*ast.Rule{}
	var diagnostics []Diagnostic
	for _, file := range files {
		if namespaceOf(file.module) != name {
			continue
		}
		ns.path = file.module.Package.Path
		for _, rule := range file.module.Rules {
			judged, problems := classify(rule)
			diagnostics = append(diagnostics, problems...)
			if judged == "" {
				continue
			}
			g := byName[judged]
			if g == nil {
				g = &group{name: judged, suffix: withoutPrefix(judged), warns: warnNames.MatchString(judged)}
				byName[judged] = g
				ns.groups = append(ns.groups, g)
			}
			g.rules = append(g.rules, groupRule{id: len(s.listed), name: judged})
			found[judged] = append(found[judged], rule)
			s.listed = append(s.listed, describe(len(s.listed), name, file, rule, annotations))
		}
	}
	for _, g := range ns.groups {
		s.tellApart(g, found[g.name])
	}
	return ns, diagnostics
}

// classify says by what name a rule judges, if it does, and refuses rules that look as if they judged and never would.
func classify(rule *ast.Rule) (string, []Diagnostic) {
	head := rule.Head
	reference := head.Ref()
	variable, ok := reference[0].Value.(ast.Var)
	if !ok || len(head.Args) > 0 {
		return "", nil
	}
	name := string(variable)
	if !warnNames.MatchString(name) && !failNames.MatchString(name) {
		return "", nil
	}
	refuse := func(code, message, remedy string) (string, []Diagnostic) {
		return "", []Diagnostic{problem(code, message, remedy).at(head.Location)}
	}
	switch {
	case head.RuleKind() == ast.MultiValue && len(reference) == 1:
		return name, nil
	case head.RuleKind() == ast.MultiValue || len(reference) > 1 && !isTrue(head.Value):
		return refuse("rego.nested-rule", "the rule "+reference.String()+" would never be judged: Conftest asks only for "+name,
			"Name it "+name+"_something, with messages: `"+name+"_something contains msg if …`.")
	case len(reference) > 1 || head.Key != nil:
		return refuse("rego.not-a-set", "the rule "+name+" builds an object, whose keys would not be judged",
			"With `if`, write `"+name+" contains msg if …`.")
	case isTrue(head.Value) && !rule.Default:
		return refuse("rego.not-a-set", "the rule "+name+" is true or undefined and has no message: Conftest would pass it",
			"Write `"+name+" contains msg if …`.")
	default:
		return name, nil
	}
}

func isTrue(term *ast.Term) bool {
	return term != nil && term.Value.Compare(ast.Boolean(true)) == 0
}

// withoutPrefix is Conftest's, to the letter.
func withoutPrefix(name string) string {
	if name == "violation" || name == "deny" || name == "warn" {
		return ""
	}
	name = strings.TrimPrefix(name, "violation_")
	name = strings.TrimPrefix(name, "deny_")
	return strings.TrimPrefix(name, "warn_")
}

// tellApart gives each rule of a group a twin under its own name, where that cannot change what the rule means.
func (s *ruleSet) tellApart(g *group, rules []*ast.Rule) {
	g.whole = s.asked || len(rules) == 1 || slices.ContainsFunc(rules, dependsOnItsName)
	if g.whole {
		return
	}
	for i, rule := range rules {
		s.copies++
		name := fmt.Sprintf("__policy_gate_%d", s.copies)
		g.rules[i].name = name
		module := *s.modules[rule.Location.File]
		module.Rules = append(slices.Clip(module.Rules), twin(rule, name))
		s.modules[rule.Location.File] = &module
	}
}

// looksAtNames is true when some policy could see the names of a namespace's rules: by a reference that leaves the name
// open (`data.lib[name]`) or takes the package whole. Then there must be no twins.
func (s *ruleSet) looksAtNames() bool {
	found := false
	for _, module := range s.compiler.Modules {
		ast.WalkRules(module, func(rule *ast.Rule) bool {
			ast.WalkRefs(rule, func(ref ast.Ref) bool {
				found = found || s.copies > 0 && s.opensPackage(ref)
				return found
			})
			return found
		})
	}
	return found
}

func (s *ruleSet) opensPackage(ref ast.Ref) bool {
	if !ref.HasPrefix(ast.DefaultRootRef) {
		return false
	}
	ground := ref.GroundPrefix()
	for _, ns := range s.namespaces {
		if ns.path.HasPrefix(ground) {
			return true
		}
	}
	return false
}

// dependsOnItsName is true for complete rules, which conflict with each other, and for rules that read their metadata.
func dependsOnItsName(rule *ast.Rule) bool {
	if rule.Head.RuleKind() != ast.MultiValue {
		return true
	}
	reads := false
	ast.WalkRefs(rule, func(ref ast.Ref) bool {
		reads = reads || strings.HasPrefix(ref.String(), "rego.metadata.")
		return reads
	})
	return reads
}

func twin(rule *ast.Rule, name string) *ast.Rule {
	cpy := rule.Copy()
	cpy.Annotations = nil
	cpy.Head.Name = ast.Var(name)
	location := rule.Head.Ref()[0].Location
	cpy.Head.Reference = ast.Ref{ast.VarTerm(name).SetLocation(location)}
	return cpy
}

func (s *ruleSet) compile() ast.Errors {
	s.compiler = ast.NewCompiler().WithCapabilities(capabilitiesV1()).WithStrict(s.options.Strict)
	if s.compiler.Compile(s.modules); s.compiler.Failed() {
		return s.compiler.Errors
	}
	return nil
}

// prepare refuses what the sandbox will not do and compiles the query.
func (s *ruleSet) prepare() []Diagnostic {
	s.values = newValueCache()
	diagnostics := refusedBuiltins(s.compiler, s.options.AllowBuiltins)
	query, err := s.compileQuery(s.namespaces...)
	if err != nil {
		diagnostics = append(diagnostics, fromErrors(err, "")...)
	}
	s.query = query
	s.paths = s.inputPaths()
	return diagnostics
}

// compileQuery asks for all groups of some namespaces and their exceptions at once, so that helpers, those of a library above
// all, are evaluated once per document.
func (s *ruleSet) compileQuery(namespaces ...*namespace) (ast.Body, error) {
	var entries []string
	for _, ns := range namespaces {
		for _, g := range ns.groups {
			for _, rule := range g.queried() {
				entries = append(entries, fmt.Sprintf("%q: [x | x := data.%s.%s]", ns.answerOf(rule), ns.name, rule.name))
			}
			entries = append(entries, fmt.Sprintf("%q: [true | data.%s.exception[_][_] == %q]", ns.exceptionOf(g), ns.name, g.suffix))
		}
	}
	sort.Strings(entries)
	body, err := ast.ParseBodyWithOpts("answer = {"+strings.Join(entries, ", ")+"}", parsing(ast.RegoV1))
	if err != nil {
		return nil, err
	}
	return s.compiler.QueryCompiler().Compile(body)
}

// answerOf and exceptionOf are the keys of the answer.
func (n *namespace) answerOf(rule groupRule) string { return n.name + "/" + rule.name }

func (n *namespace) exceptionOf(g *group) string { return n.name + "/exception " + g.name }

// alone is the namespace with one of its groups.
func (n *namespace) alone(g *group) *namespace {
	return &namespace{name: n.name, path: n.path, groups: []*group{g}}
}

// queried are the names to ask for: one when the rules cannot be told apart.
func (g *group) queried() []groupRule {
	if g.whole {
		return g.rules[:1]
	}
	return g.rules
}
