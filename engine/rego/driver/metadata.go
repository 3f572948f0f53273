package driver

import (
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Metadata is what `# METADATA` above a rule, its document, package or parent packages says of it.
type Metadata struct {
	Title            string            `json:"title,omitempty"`
	Description      string            `json:"description,omitempty"`
	Severity         string            `json:"severity,omitempty"`
	Remedy           string            `json:"remedy,omitempty"`
	Category         string            `json:"category,omitempty"`
	RelatedResources []RelatedResource `json:"relatedResources,omitempty"`
	Custom           map[string]any    `json:"custom,omitempty"`
}

// RelatedResource is a link that a rule's author gives.
type RelatedResource struct {
	Ref         string `json:"ref"`
	Description string `json:"description,omitempty"`
}

func describe(id int, namespace string, file policyFile, rule *ast.Rule, annotations *ast.AnnotationSet) Rule {
	name := string(rule.Head.Ref()[0].Value.(ast.Var))
	described := Rule{ID: id, Namespace: namespace, Name: name, Kind: kindOf(name), File: file.Path,
		Line: rule.Head.Location.Row, RegoVersion: "v1", Metadata: metadataOf(rule, annotations)}
	if file.version == ast.RegoV0 {
		described.RegoVersion = "v0"
	}
	return described
}

func kindOf(name string) string {
	for _, kind := range []string{"deny", "violation"} {
		if len(name) >= len(kind) && name[:len(kind)] == kind {
			return kind
		}
	}
	return "warn"
}

// metadataOf takes title and description from the rule's own block; custom values are inherited, the closest one wins.
func metadataOf(rule *ast.Rule, annotations *ast.AnnotationSet) Metadata {
	m := Metadata{Custom: map[string]any{}}
	chain := annotations.Chain(rule)
	for i := len(chain) - 1; i >= 0; i-- {
		a := chain[i].Annotations
		if a == nil {
			continue
		}
		maps.Copy(m.Custom, a.Custom)
		if a.Scope == "rule" || a.Scope == "document" {
			m.own(a)
		}
	}
	m.Severity = text(m.Custom, "severity")
	m.Remedy = text(m.Custom, "remedy")
	m.Category = text(m.Custom, "category")
	return m
}

func (m *Metadata) own(a *ast.Annotations) {
	if a.Title != "" {
		m.Title = a.Title
	}
	if a.Description != "" {
		m.Description = a.Description
	}
	if len(a.RelatedResources) > 0 {
		m.RelatedResources = nil
		for _, r := range a.RelatedResources {
			m.RelatedResources = append(m.RelatedResources, RelatedResource{Ref: r.Ref.String(), Description: r.Description})
		}
	}
}

func text(values map[string]any, key string) string {
	s, _ := values[key].(string)
	return s
}
