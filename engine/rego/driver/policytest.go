package driver

import (
	"context"
	"sort"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
)

// TestRequest holds policies and their tests, and what they may see, as for Load.
type TestRequest struct {
	LoadRequest
	// Filter is a regular expression on the tests' full names; empty for all.
	Filter   string `json:"filter"`
	Coverage bool   `json:"coverage"`
}

// TestCase is the outcome of one test. Statuses: pass, fail, error, skip (a name that starts with todo_).
type TestCase struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Package string `json:"package"`
	Name    string `json:"name"`
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
	Output  string `json:"output,omitempty"`
	// Milliseconds that the test took.
	Milliseconds float64 `json:"milliseconds"`
}

// FileCoverage lists line ranges, inclusive.
type FileCoverage struct {
	Percent    float64  `json:"percent"`
	Covered    [][2]int `json:"covered"`
	NotCovered [][2]int `json:"notCovered"`
}

// Coverage is over the policy files, without the tests themselves.
type Coverage struct {
	Percent float64                 `json:"percent"`
	Files   map[string]FileCoverage `json:"files"`
}

// TestResponse lists the tests sorted by file and line.
type TestResponse struct {
	Cases       []TestCase   `json:"cases"`
	Passed      int          `json:"passed"`
	Failed      int          `json:"failed"`
	Skipped     int          `json:"skipped"`
	Coverage    *Coverage    `json:"coverage,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// testTimeout only matters where goroutines can be preempted; in the module the host's limit holds.
const testTimeout = time.Minute

// Test runs the test_ rules among the policies by upstream's own runner. Loaded policies and documents are untouched.
func (d *Driver) Test(request TestRequest) TestResponse {
	response := TestResponse{Cases: []TestCase{}, Diagnostics: []Diagnostic{}}
	files, diagnostics := parsePolicies(request.Policies)
	store, problems := loadData(request.Data, request.DataRoots)
	diagnostics = append(append(diagnostics, loadProtos(request.Protos)...), problems...)
	response.Diagnostics = append(response.Diagnostics, diagnostics...)
	if hasError(diagnostics) {
		return response
	}
	ctx := context.WithValue(context.Background(), filesKey{}, newFileSet(request.Files))
	run := func(files []policyFile) (*testRun, error) {
		r := newTestRun(files, request)
		r.runner.SetStore(store)
		return r, r.start(ctx)
	}
	files = withLibrary(files)
	r, err := run(files)
	if err != nil {
		r, err = retryAsV0(files, err, run)
	}
	if err != nil {
		response.Diagnostics = append(response.Diagnostics, fromErrors(err, "")...)
		return response
	}
	r.report(&response)
	return response
}

func retryAsV0(files []policyFile, failed error, run func([]policyFile) (*testRun, error)) (*testRun, error) {
	errs, ok := failed.(ast.Errors)
	if !ok {
		return nil, failed
	}
	again, changed := withV0(files, errs)
	if !changed {
		return nil, failed
	}
	if r, err := run(again); err == nil {
		return r, nil
	}
	return nil, failed
}

type testRun struct {
	runner  *tester.Runner
	modules map[string]*ast.Module
	cover   *cover.Cover
	results chan *tester.Result
}

func newTestRun(files []policyFile, request TestRequest) *testRun {
	r := &testRun{modules: map[string]*ast.Module{}}
	for _, file := range files {
		r.modules[file.Path] = file.module
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilitiesV1()).WithStrict(request.Options.Strict).
		WithEnablePrintStatements(true)
	r.runner = tester.NewRunner().SetCompiler(compiler).SetModules(r.modules).SetRuntime(runtimeTerm()).SetTimeout(testTimeout).
		RaiseBuiltinErrors(request.Options.BuiltinErrors).SetParallel(1).Filter(request.Filter)
	if request.Coverage {
		r.cover = cover.New()
		r.runner.SetCoverageQueryTracer(r.cover).SetCoverageRuns(nil)
	}
	return r
}

func (r *testRun) start(ctx context.Context) (err error) {
	r.results, err = r.runner.RunTests(ctx, nil)
	return err
}

func (r *testRun) report(response *TestResponse) {
	for result := range r.results {
		response.take(caseOf(result))
	}
	sort.Slice(response.Cases, func(i, j int) bool {
		a, b := response.Cases[i], response.Cases[j]
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Line < b.Line || a.Line == b.Line && a.Name < b.Name
	})
	if len(response.Cases) == 0 {
		response.Diagnostics = append(response.Diagnostics, problem("rego.no-tests", "no test was run", "Name tests test_something, in files ending in _test.rego."))
	}
	if r.cover != nil {
		response.Coverage = r.coverage()
	}
}

func caseOf(result *tester.Result) TestCase {
	c := TestCase{Package: result.Package, Name: result.Name, Status: "pass", Output: string(result.Output),
		Milliseconds: float64(result.Duration.Microseconds()) / 1000}
	if result.Location != nil {
		c.File, c.Line = result.Location.File, result.Location.Row
	}
	switch {
	case result.Error != nil:
		c.Status, c.Message = "error", result.Error.Error()
	case result.Fail:
		c.Status, c.Message = "fail", result.Package+"."+result.Name+" is not true"
	case result.Skip:
		c.Status = "skip"
	}
	return c
}

func (t *TestResponse) take(c TestCase) {
	t.Cases = append(t.Cases, c)
	switch c.Status {
	case "pass":
		t.Passed++
	case "skip":
		t.Skipped++
	default:
		t.Failed++
	}
}

func (r *testRun) coverage() *Coverage {
	report := r.cover.Report(r.modules)
	coverage := &Coverage{Files: map[string]FileCoverage{}}
	covered, all := 0, 0
	for file, f := range report.Files {
		if strings.HasSuffix(file, "_test.rego") || isLibrary(file) {
			continue
		}
		coverage.Files[file] = FileCoverage{Percent: f.Coverage, Covered: lines(f.Covered), NotCovered: lines(f.NotCovered)}
		covered += f.CoveredLines
		all += f.CoveredLines + f.NotCoveredLines
	}
	if all > 0 {
		coverage.Percent = 100 * float64(covered) / float64(all)
	}
	return coverage
}

func lines(ranges []cover.Range) [][2]int {
	list := make([][2]int, len(ranges))
	for i, r := range ranges {
		list[i] = [2]int{r.Start.Row, r.End.Row}
	}
	return list
}
