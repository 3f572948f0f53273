package driver

import (
	"regexp"
	"slices"
	"strings"

	"github.com/google/cel-go/common/ast"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Asks tells which objects of the cluster the policies may ask for, so that not every manifest of a repository has to be
// read. An object that is asked for holds one of the words: its name, or its kind where the name is computed.
type Asks struct {
	Everything bool     `json:"everything"`
	Words      []string `json:"words"`
}

// asker reads it from policies, bindings and exceptions as they are written.
type asker struct {
	world *world
	words map[string]bool
	all   bool
}

func (a *asker) answer() Asks {
	words := make([]string, 0, len(a.words))
	for word := range a.words {
		words = append(words, word)
	}
	slices.Sort(words)
	return Asks{Everything: a.all, Words: words}
}

// word adds what is written out; what holds a variable may become anything.
func (a *asker) word(word string) {
	if word == "" || strings.Contains(word, "{{") {
		a.all = true
		return
	}
	a.words[word] = true
}

func (a *asker) read(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, item := range value {
			if ask := lookups[key]; ask != nil {
				ask(a, item)
			}
			a.read(item)
		}
	case []any:
		for _, item := range value {
			a.read(item)
		}
	case string:
		a.expression(value)
	}
}

// lookups are the keys under which policies name objects, wherever they stand.
var lookups = map[string]func(*asker, any){
	"namespaceSelector": func(a *asker, _ any) { a.word("Namespace") },
	"configMap":         named,
	"paramRef":          named,
	"apiCall": func(a *asker, call any) {
		if path, ok := field(call, "urlPath"); ok {
			a.path(path)
		}
	},
}

// named is for references to one object by name. A selector instead asks for a list, which no repository answers.
func named(a *asker, reference any) {
	if name, ok := field(reference, "name"); ok {
		a.word(name)
	}
}

func field(of any, key string) (string, bool) {
	object, _ := of.(map[string]any)
	text, ok := object[key].(string)
	return text, ok
}

func (a *asker) path(path string) {
	request, err := parseAPIPath(path)
	switch {
	case err != nil && !strings.Contains(path, "{{"): // judging says so too
	case err != nil:
		a.all = true
	case request.name != "" && !strings.Contains(request.name, "{{"):
		a.word(request.name)
	default:
		a.kind(request.resource)
	}
}

// kind adds the kind of a resource, as its manifests name it.
func (a *asker) kind(resource schema.GroupVersionResource) {
	if found, err := a.world.mapper.KindFor(resource); err == nil {
		a.word(found.Kind)
		return
	}
	a.all = true
}

var (
	lookupCall = regexp.MustCompile(`\bresource\b[\s\S]*\b(Get|List)\b`)
	lookupText = regexp.MustCompile(`\bresource\s*\.\s*(Get|List)\s*\(`)
)

// expression looks for calls of CEL's library of resources, and for the document's namespace. A text that is no CEL cannot
// call anything.
func (a *asker) expression(text string) {
	if strings.Contains(text, "namespaceObject") {
		a.word("Namespace")
	}
	if !lookupCall.MatchString(text) {
		return
	}
	parsed := parseCEL(text)
	if parsed == nil {
		a.all = a.all || lookupText.MatchString(text)
		return
	}
	ast.PostOrderVisit(parsed, ast.NewExprVisitor(a.call))
}

func (a *asker) call(expr ast.Expr) {
	if expr.Kind() != ast.CallKind {
		return
	}
	call := expr.AsCall()
	if !call.IsMemberFunction() || call.FunctionName() != "Get" && call.FunctionName() != "List" {
		return
	}
	if target := call.Target(); target.Kind() != ast.IdentKind || target.AsIdent() != "resource" {
		return
	}
	a.get(call.Args())
}

// get takes resource.Get(apiVersion, resource, namespace, name).
func (a *asker) get(arguments []ast.Expr) {
	literal := func(index int) string {
		if index >= len(arguments) || arguments[index].Kind() != ast.LiteralKind {
			return ""
		}
		text, _ := arguments[index].AsLiteral().Value().(string)
		return text
	}
	if name := literal(3); name != "" {
		a.word(name)
		return
	}
	version, err := schema.ParseGroupVersion(literal(0))
	if err != nil || literal(1) == "" {
		a.all = true
		return
	}
	a.kind(version.WithResource(literal(1)))
}
