package driver

import (
	"fmt"
	"strings"

	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	kyvernov2 "github.com/kyverno/kyverno/api/kyverno/v2"
	"github.com/kyverno/kyverno/pkg/config"
	policyvalidation "github.com/kyverno/kyverno/pkg/validation/policy"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

type File struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

type LoadRequest struct {
	Files []File    `json:"files"`
	World WorldSpec `json:"world"`
}

// Diagnostic is something wrong in a policy file. Lines count from 1 in the file.
type Diagnostic struct {
	Level   string `json:"level"`
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

// Policy is what a report says of a policy. Its place in the answer is its number in results.
type Policy struct {
	Kind        string            `json:"kind"`
	APIVersion  string            `json:"apiVersion"`
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace"`
	File        string            `json:"file"`
	Line        int               `json:"line"`
	Enforce     bool              `json:"enforce"`
	Annotations map[string]string `json:"annotations"`
	Rules       []Rule            `json:"rules"`
}

// Rule of a policy. Named holds the places its conditions look at, as paths with `*` for every item.
type Rule struct {
	Name   string     `json:"name"`
	Kind   string     `json:"kind"`
	Judged bool       `json:"judged"`
	Line   int        `json:"line"`
	Named  [][]string `json:"named,omitempty"`
}

type LoadAnswer struct {
	Policies    []Policy     `json:"policies"`
	Exceptions  int          `json:"exceptions"`
	Ignored     []Ignored    `json:"ignored"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Ignored is a document of a policy file that is no policy.
type Ignored struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// loader collects policies from files; a fault in one does not hide faults in the next.
type loader struct {
	set    policySet
	answer LoadAnswer
	world  *world
}

// source is where a policy stands, and how to find a line in it.
type source struct {
	file  string
	line  int
	lines *lineIndex
}

// Load replaces all policies. Nothing is compiled twice: what can be compiled per policy is compiled here.
func (d *Driver) Load(request LoadRequest) LoadAnswer {
	l := &loader{answer: LoadAnswer{Policies: []Policy{}, Ignored: []Ignored{}, Diagnostics: []Diagnostic{}}}
	d.world = newWorld(request.World, func(message string) { l.fail("world", message, source{file: "context", line: 1}) })
	l.world = d.world
	for _, file := range request.Files {
		l.file(file)
	}
	d.policies = l.set
	d.policies.compile(l)
	l.answer.Exceptions = len(l.set.exceptions) + len(l.set.celExceptions)
	return l.answer
}

func (l *loader) fail(code, message string, at source) {
	l.answer.Diagnostics = append(l.answer.Diagnostics,
		Diagnostic{Level: "error", Code: "policy." + code, Message: message, File: at.file, Line: at.line})
}

func (l *loader) file(file File) {
	chunks, err := split([]byte(file.Text))
	if err != nil {
		l.fail("unparsable", err.Error(), source{file: file.Path, line: 1})
		return
	}
	for index, part := range chunks {
		object, err := decode(part.text)
		if err != nil {
			fault := readError(err, index, part)
			l.fail("unparsable", fault.Message, source{file: file.Path, line: fault.Line})
			continue
		}
		walkLists(object, []any{}, func(_ []any, item map[string]any) {
			at := source{file: file.Path, line: firstContentLine(part), lines: newLineIndex(part)}
			l.object(&unstructured.Unstructured{Object: item}, at)
		})
	}
}

func firstContentLine(part chunk) int {
	for i, line := range strings.Split(string(part.text), "\n") {
		if trimmed := strings.TrimSpace(line); trimmed != "" && !strings.HasPrefix(trimmed, "#") {
			return part.line + i
		}
	}
	return part.line
}

func (l *loader) object(object *unstructured.Unstructured, at source) {
	gvk := object.GroupVersionKind()
	if !isPolicyKind(gvk) {
		if strings.HasSuffix(gvk.Group, "kyverno.io") && !knownHelper(gvk.Group) || gvk.Group == admissionGroup {
			l.fail("unknown-kind", fmt.Sprintf("%s %s is not a kind of policy this engine knows", object.GetAPIVersion(), gvk.Kind), at)
			return
		}
		l.answer.Ignored = append(l.answer.Ignored,
			Ignored{File: at.file, Line: at.line, APIVersion: object.GetAPIVersion(), Kind: object.GetKind()})
		return
	}
	problems, err := check(object)
	if err != nil {
		l.fail("unknown-version", err.Error(), at)
		return
	}
	for _, found := range problems {
		l.fail("invalid", found.message, source{file: at.file, line: at.lines.line(found.path)})
	}
	if len(problems) == 0 {
		l.typed(object, at)
	}
}

// knownHelper tells Kyverno's other API groups (test suites, values, reports) from its policies.
func knownHelper(group string) bool {
	return group == "cli.kyverno.io" || group == "chainsaw.kyverno.io" || group == "reports.kyverno.io" || group == "wgpolicyk8s.io"
}

func (l *loader) typed(object *unstructured.Unstructured, at source) {
	kind := object.GetKind()
	convert, ok := converters[object.GroupVersionKind().Group+"/"+kind]
	if !ok {
		l.fail("unknown-kind", kind+" cannot be loaded", at)
		return
	}
	if err := convert(l, object, at); err != nil {
		l.fail("invalid", err.Error(), at)
	}
}

// into converts without strictness: unknown fields were reported against the schema already.
func into[T any](object *unstructured.Unstructured) (*T, error) {
	var typed T
	err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, &typed)
	return &typed, err
}

func (l *loader) classic(policy kyvernov1.PolicyInterface, object *unstructured.Unstructured, at source) {
	// offline there is nothing to apply on the server, and the fake cluster cannot (see the CLI's loader)
	policy.GetSpec().UseServerSideApply = false
	account := config.KyvernoUserName(config.KyvernoServiceAccountName())
	if _, err := policyvalidation.Validate(policy, nil, nil, true, account, account); err != nil {
		l.fail("invalid", err.Error(), source{file: at.file, line: at.lines.line(pathIn(err.Error()))})
		return
	}
	l.set.classic = append(l.set.classic, &classicPolicy{policy: policy, info: l.describe(object, classicRules(policy, at), classicEnforces(policy), at)})
}

// pathIn finds a field path in a validation message; upstream begins most of them with it.
func pathIn(message string) string {
	for _, word := range strings.FieldsFunc(message, func(r rune) bool { return r == ' ' || r == ':' || r == '\'' || r == '"' }) {
		if strings.HasPrefix(word, "spec.") {
			return strings.TrimRight(word, ".,")
		}
		if strings.HasPrefix(word, "rules[") {
			return "spec." + strings.TrimRight(word, ".,")
		}
	}
	return "spec"
}

// describe numbers a policy and returns its number.
func (l *loader) describe(object *unstructured.Unstructured, rules []Rule, enforce bool, at source) int {
	l.answer.Policies = append(l.answer.Policies, Policy{
		Kind: object.GetKind(), APIVersion: object.GetAPIVersion(), Name: object.GetName(), Namespace: object.GetNamespace(),
		File: at.file, Line: at.line, Enforce: enforce, Annotations: object.GetAnnotations(), Rules: rules,
	})
	return len(l.answer.Policies) - 1
}

func (l *loader) exception(object *unstructured.Unstructured) error {
	typed, err := into[kyvernov2.PolicyException](object)
	if err == nil {
		l.set.exceptions = append(l.set.exceptions, typed)
	}
	return err
}

func (l *loader) celException(object *unstructured.Unstructured) error {
	typed, err := into[policiesv1beta1.PolicyException](object)
	if err == nil {
		l.set.celExceptions = append(l.set.celExceptions, typed)
	}
	return err
}
