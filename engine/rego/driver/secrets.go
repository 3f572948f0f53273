package driver

import (
	"encoding/json"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	masked = "(sensitive)"
	// shortestSecret is the length from which a sensitive value can be told from chance.
	shortestSecret = 4
)

// secrets are the values that a plan marks sensitive, to be kept out of every output, and the addresses of its resources,
// which Terraform never makes of sensitive values and without which a result cannot be located.
type secrets struct {
	replacer  *strings.Replacer
	addresses map[string]bool
}

// secretsOf finds them once per document, when there is something to print.
func (d *document) secretsOf() *secrets {
	if d.secrets != nil {
		return d.secrets
	}
	d.secrets = &secrets{addresses: map[string]bool{}}
	if d.mayHoldSecrets() {
		found := map[string]bool{}
		d.secrets.collect(d.whole(), found)
		d.secrets.replacer = replacerOf(found)
	}
	return d.secrets
}

func (d *document) mayHoldSecrets() bool {
	return d.marked && (d.Kind == kindPlan || d.Kind == kindState)
}

// opaque are members that hold a resource's own values and marks: they are walked as pairs, not searched.
var opaque = map[string]bool{"values": true, "sensitive_values": true, "before": true, "before_sensitive": true, "after": true,
	"after_sensitive": true, "after_unknown": true}

// collect looks at every object outside the resources' own values for the pairs of value and mark that plans are made of.
func (s *secrets) collect(value ast.Value, found map[string]bool) {
	switch v := value.(type) {
	case *ast.Array:
		v.Foreach(func(element *ast.Term) { s.collect(element.Value, found) })
	case ast.Object:
		members := make(map[string]ast.Value, v.Len())
		v.Foreach(func(key, member *ast.Term) {
			name, _ := key.Value.(ast.String)
			members[string(name)] = member.Value
			if !opaque[string(name)] {
				s.collect(member.Value, found)
			}
		})
		s.collectPairs(members, found)
		s.variables(members, found)
	}
}

func (s *secrets) collectPairs(members map[string]ast.Value, found map[string]bool) {
	if address, ok := members["address"].(ast.String); ok {
		s.addresses[string(address)] = true
	}
	marked(members["values"], members["sensitive_values"], found)
	marked(members["before"], members["before_sensitive"], found)
	marked(members["after"], members["after_sensitive"], found)
	if isTrueValue(members["sensitive"]) {
		everything(members["value"], found)
		everything(members["default"], found)
	}
}

// variables takes the values of a plan's variables that its configuration declares sensitive.
func (s *secrets) variables(plan map[string]ast.Value, found map[string]bool) {
	given, isGiven := plan["variables"].(ast.Object)
	configuration, isConfigured := plan["configuration"].(ast.Object)
	if !isGiven || !isConfigured {
		return
	}
	declared, err := configuration.Find(ast.Ref{ast.StringTerm("root_module"), ast.StringTerm("variables")})
	declarations, ok := declared.(ast.Object)
	if err != nil || !ok {
		return
	}
	declarations.Foreach(func(name, declaration *ast.Term) {
		variable, ok := declaration.Value.(ast.Object)
		if term := given.Get(name); ok && term != nil && isTrueValue(member(variable, "sensitive")) {
			everything(term.Value, found)
		}
	})
}

// marked walks a value beside its marks: true marks all below, objects and arrays mark member by member.
func marked(value, mark ast.Value, found map[string]bool) {
	switch m := mark.(type) {
	case ast.Boolean:
		if m {
			everything(value, found)
		}
	case ast.Object:
		if object, ok := value.(ast.Object); ok {
			m.Foreach(func(key, below *ast.Term) {
				if term := object.Get(key); term != nil {
					marked(term.Value, below.Value, found)
				}
			})
		}
	case *ast.Array:
		if array, ok := value.(*ast.Array); ok {
			for i := range min(m.Len(), array.Len()) {
				marked(array.Elem(i).Value, m.Elem(i).Value, found)
			}
		}
	}
}

func everything(value ast.Value, found map[string]bool) {
	switch v := value.(type) {
	case ast.String:
		secret(string(v), found)
	case ast.Number:
		secret(string(v), found)
	case *ast.Array:
		v.Foreach(func(element *ast.Term) { everything(element.Value, found) })
	case ast.Object:
		v.Foreach(func(_, member *ast.Term) { everything(member.Value, found) })
	}
}

// secret adds a value and its lines, as they are and the way they are printed inside JSON or by sprintf's %v.
func secret(text string, found map[string]bool) {
	addForms(text, found)
	for _, line := range strings.Split(text, "\n") {
		addForms(strings.TrimSpace(line), found)
	}
}

func addForms(text string, found map[string]bool) {
	add := func(form string) {
		if len(form) >= shortestSecret {
			found[form] = true
		}
	}
	add(text)
	if quoted, err := json.Marshal(text); err == nil {
		add(string(quoted[1 : len(quoted)-1]))
	}
	quoted := ast.String(text).String()
	add(quoted[1 : len(quoted)-1])
}

func replacerOf(found map[string]bool) *strings.Replacer {
	forms := make([]string, 0, len(found))
	for form := range found {
		forms = append(forms, form)
	}
	sort.Slice(forms, func(i, j int) bool {
		if len(forms[i]) != len(forms[j]) {
			return len(forms[i]) > len(forms[j])
		}
		return forms[i] < forms[j]
	})
	pairs := make([]string, 0, 2*len(forms))
	for _, form := range forms {
		pairs = append(pairs, form, masked)
	}
	return strings.NewReplacer(pairs...)
}

func (s *secrets) mask(text string) string {
	if s == nil || s.replacer == nil {
		return text
	}
	return s.replacer.Replace(text)
}

// maskAddress leaves a resource's own address readable.
func (s *secrets) maskAddress(text string) string {
	if s != nil && s.addresses[text] {
		return text
	}
	return s.mask(text)
}

// maskAll masks every string inside a result's metadata, keys too. A number that is a secret becomes text.
func (s *secrets) maskAll(value any) any {
	if s == nil || s.replacer == nil {
		return value
	}
	switch v := value.(type) {
	case string:
		return s.mask(v)
	case json.Number:
		if text := s.mask(string(v)); text != string(v) {
			return text
		}
	case []any:
		for i := range v {
			v[i] = s.maskAll(v[i])
		}
	case map[string]any:
		clean := make(map[string]any, len(v))
		for key := range v {
			clean[s.mask(key)] = s.maskAll(v[key])
		}
		return clean
	}
	return value
}
