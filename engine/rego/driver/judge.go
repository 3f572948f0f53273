package driver

import (
	"context"
	"fmt"
	"path"
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// JudgeRequest names the documents to judge, one by one or, as by `conftest --combine`, all together.
type JudgeRequest struct {
	Handles []int `json:"handles"`
	Combine bool  `json:"combine"`
}

// Row is what one rule said of one document. Statuses: pass, fail, warn, skip (excepted), error.
type Row struct {
	// Handle of the document; 0 when several were judged together.
	Handle int `json:"handle"`
	// Rule is an index into the rules that Load listed.
	Rule    int    `json:"rule"`
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
	// Metadata is the object that the rule returned, without its message.
	Metadata map[string]any `json:"metadata,omitempty"`
	// Address, Path and Line are hints that the rule gave in its object: where in the document, or which resource.
	Address string `json:"address,omitempty"`
	Path    any    `json:"path,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	// Suppressed are the messages that an exception turned away.
	Suppressed []string `json:"suppressed,omitempty"`
}

// Counts are Conftest's own numbers for a document.
type Counts struct {
	Handle     int `json:"handle"`
	Successes  int `json:"successes"`
	Failures   int `json:"failures"`
	Warnings   int `json:"warnings"`
	Exceptions int `json:"exceptions"`
	Errors     int `json:"errors"`
}

// JudgeResponse holds the rows in the order of documents, then of rules.
type JudgeResponse struct {
	Rows        []Row        `json:"rows"`
	Counts      []Counts     `json:"counts"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Judge evaluates every rule on every document. Documents are kept until released.
func (d *Driver) Judge(request JudgeRequest) JudgeResponse {
	response := JudgeResponse{Rows: []Row{}, Counts: []Counts{}, Diagnostics: []Diagnostic{}}
	if d.rules == nil {
		response.Diagnostics = append(response.Diagnostics, problem("rego.not-loaded", "no policies are loaded", ""))
		return response
	}
	documents, missing := d.find(request.Handles)
	if missing != nil {
		response.Diagnostics = append(response.Diagnostics, *missing)
		return response
	}
	for _, document := range documents {
		document.readFor(d.rules)
	}
	if request.Combine {
		documents = []*document{combineDocuments(documents)}
	}
	for _, document := range documents {
		d.rules.judge(document, &response)
	}
	return response
}

func (d *Driver) find(handles []int) ([]*document, *Diagnostic) {
	documents := make([]*document, 0, len(handles))
	for _, handle := range handles {
		document, ok := d.documents[handle]
		if !ok {
			missing := problem("rego.unknown-document", fmt.Sprintf("no document has the handle %d", handle), "")
			return nil, &missing
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// combinedEntry is a document with its path, as combined policies see it.
type combinedEntry struct {
	path  string
	value ast.Value
}

// combineDocuments makes the array that Conftest does, sorted by path.
func combineDocuments(documents []*document) *document {
	all := &secrets{addresses: map[string]bool{}}
	found := map[string]bool{}
	entries := make([]combinedEntry, len(documents))
	for i, document := range documents {
		entries[i] = combinedEntry{document.path, document.value}
		if document.mayHoldSecrets() {
			all.collect(document.whole(), found)
		}
	}
	all.replacer = replacerOf(found)
	return &document{path: "Combined", value: combine(entries).Value, secrets: all}
}

func entriesOf(file string, value ast.Value) []combinedEntry {
	array, ok := value.(*ast.Array)
	if !ok {
		return []combinedEntry{{file, value}}
	}
	var entries []combinedEntry
	array.Foreach(func(element *ast.Term) { entries = append(entries, combinedEntry{file, element.Value}) })
	return entries
}

func combine(entries []combinedEntry) *ast.Term {
	sort.SliceStable(entries, func(i, j int) bool { return entries[i].path < entries[j].path })
	terms := make([]*ast.Term, len(entries))
	for i, entry := range entries {
		terms[i] = ast.ObjectTerm(
			ast.Item(ast.StringTerm("path"), ast.StringTerm(entry.path)),
			ast.Item(ast.StringTerm("contents"), ast.NewTerm(entry.value)))
	}
	return ast.ArrayTerm(terms...)
}

func (s *ruleSet) judge(document *document, response *JudgeResponse) {
	ctx := context.WithValue(context.Background(), filesKey{}, s.files)
	file := path.Join("/", s.options.Root, document.path)
	if err := setFileInfo(ctx, s.store, path.Base(file), path.Dir(file)); err != nil {
		response.Diagnostics = append(response.Diagnostics, problem("rego.error", err.Error(), "").in(document.path))
		return
	}
	counts := Counts{Handle: document.Handle}
	whole := &verdict{set: s, document: document, response: response}
	answer, err := whole.ask(ctx, s.query)
	for _, ns := range s.namespaces {
		v := &verdict{set: s, document: document, response: response, namespace: ns}
		if err == nil {
			v.takeAll(answer)
		} else {
			v.narrow(ctx)
		}
		counts.add(v.counts())
	}
	response.Counts = append(response.Counts, counts)
}

func (c *Counts) add(other Counts) {
	c.Successes += other.Successes
	c.Failures += other.Failures
	c.Warnings += other.Warnings
	c.Exceptions += other.Exceptions
	c.Errors += other.Errors
}

// verdict is the judgment of one document by one namespace.
type verdict struct {
	set       *ruleSet
	document  *document
	response  *JudgeResponse
	namespace *namespace
	totals    Counts
	// silent counts the groups that were asked and had nothing to say.
	silent int
}

func (v *verdict) takeAll(answer ast.Object) {
	for _, g := range v.namespace.groups {
		v.take(g, answer)
	}
}

// narrow asks by namespace, then by group, so that an error is told of the rule that has it.
func (v *verdict) narrow(ctx context.Context) {
	if len(v.set.namespaces) > 1 {
		if answer, err := v.askFor(ctx, v.namespace); err == nil {
			v.takeAll(answer)
			return
		}
	}
	for _, g := range v.namespace.groups {
		if answer, err := v.askFor(ctx, v.namespace.alone(g)); err == nil {
			v.take(g, answer)
		} else {
			v.fault(g.rules[0], err)
		}
	}
}

func (v *verdict) askFor(ctx context.Context, some *namespace) (ast.Object, error) {
	query, err := v.set.compileQuery(some)
	if err != nil {
		return nil, err
	}
	return v.ask(ctx, query)
}

func (v *verdict) ask(ctx context.Context, query ast.Body) (ast.Object, error) {
	var failures []topdown.Error
	txn, err := v.set.store.NewTransaction(ctx, storage.TransactionParams{})
	if err != nil {
		return nil, err
	}
	defer v.set.store.Abort(ctx, txn)
	results, err := topdown.NewQuery(query).
		WithCompiler(v.set.compiler).
		WithStore(v.set.store).
		WithTransaction(txn).
		WithInput(ast.NewTerm(v.document.value)).
		WithRuntime(runtimeTerm()).
		WithInterQueryBuiltinValueCache(v.set.values).
		WithStrictBuiltinErrors(v.set.options.BuiltinErrors).
		WithBuiltinErrorList(&failures).
		Run(ctx)
	if err != nil {
		return nil, err
	}
	v.warnOf(failures)
	if len(results) != 1 {
		return nil, fmt.Errorf("the evaluation gave %d answers instead of one", len(results))
	}
	answer, ok := results[0][ast.Var("answer")].Value.(ast.Object)
	if !ok {
		return nil, fmt.Errorf("the evaluation gave no answer")
	}
	return answer, nil
}

// warnOf tells of builtin calls that failed: Rego takes them for undefined, and a rule may pass because of it.
func (v *verdict) warnOf(failures []topdown.Error) {
	for i := range failures {
		d := warning("rego.builtin-error", v.document.secretsOf().mask(failures[i].Message)+" (in "+v.document.path+"): taken as undefined",
			"Guard the call, or make such errors fail the rule.").at(failures[i].Location)
		for _, known := range v.response.Diagnostics {
			if known == d {
				return
			}
		}
		v.response.Diagnostics = append(v.response.Diagnostics, d)
	}
}

func (v *verdict) add(row Row) {
	row.Handle = v.document.Handle
	v.response.Rows = append(v.response.Rows, row)
	switch row.Status {
	case "fail":
		v.totals.Failures++
	case "warn":
		v.totals.Warnings++
	case "error":
		v.totals.Errors++
	}
}

func (v *verdict) fault(rule groupRule, err error) {
	message, location := evaluationMessage(err)
	row := Row{Rule: rule.id, Status: "error", Message: v.document.secretsOf().mask(message)}
	if location != nil {
		row.Message += fmt.Sprintf(" (%s:%d)", location.File, location.Row)
	}
	v.add(row)
}

// take turns a group's answer into rows. An exception skips the whole group, as in Conftest.
func (v *verdict) take(g *group, answer ast.Object) {
	excepted := listed(answer, v.namespace.exceptionOf(g)).Len()
	if excepted > 0 {
		v.except(g, excepted, answer)
		return
	}
	said := ast.NewSet()
	silent, defined := true, false
	for i, rule := range g.queried() {
		values := listed(answer, v.namespace.answerOf(rule))
		rows := v.rowsOf(rule, g, values, said)
		defined = defined || values.Len() > 0
		if len(rows) == 0 {
			v.passes(g, i)
			continue
		}
		silent = false
		for _, row := range rows {
			v.add(row)
		}
	}
	if silent && defined {
		v.silent++
	}
}

func listed(answer ast.Object, key string) *ast.Array {
	return answer.Get(ast.StringTerm(key)).Value.(*ast.Array)
}

// passes writes a row for each rule that had nothing to say.
func (v *verdict) passes(g *group, i int) {
	rules := g.rules[i : i+1]
	if g.whole {
		rules = g.rules
	}
	for _, rule := range rules {
		v.add(Row{Rule: rule.id, Status: "pass"})
	}
}

// except skips a group's rules, and keeps what they would have said. An error among it stays an error.
func (v *verdict) except(g *group, times int, answer ast.Object) {
	v.totals.Exceptions += times
	message := fmt.Sprintf("data.%s.exception[_][_] == %q", v.namespace.name, g.suffix)
	said := ast.NewSet()
	suppressed := map[int][]string{}
	for _, rule := range g.queried() {
		values := listed(answer, v.namespace.answerOf(rule))
		for _, row := range v.rowsOf(rule, g, values, said) {
			if row.Status == "error" {
				v.add(row)
				continue
			}
			suppressed[rule.id] = append(suppressed[rule.id], row.Message)
		}
	}
	for _, rule := range g.rules {
		v.add(Row{Rule: rule.id, Status: "skip", Message: message, Suppressed: suppressed[rule.id]})
	}
}

// counts are by Conftest's arithmetic: results that fall short of the number of rules are successes.
func (v *verdict) counts() Counts {
	rules := 0
	for _, g := range v.namespace.groups {
		rules += len(g.rules)
	}
	totals := v.totals
	results := totals.Failures + totals.Warnings + totals.Exceptions + totals.Errors
	totals.Successes = max(v.silent, rules-results)
	return totals
}
