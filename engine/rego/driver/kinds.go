package driver

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	kindPlan           = "terraform-plan"
	kindState          = "terraform-state"
	kindCloudFormation = "cloudformation"
	kindKubernetes     = "kubernetes"
)

func member(object ast.Object, name string) ast.Value {
	if term := object.Get(ast.StringTerm(name)); term != nil {
		return term.Value
	}
	return nil
}

func stringMember(object ast.Object, name string) (string, bool) {
	s, ok := member(object, name).(ast.String)
	return string(s), ok
}

// kindOfValue recognises a document by its content, or by members that were left out. What is judged does not depend on it.
func kindOfValue(value ast.Value, leftOut map[string]bool) string {
	object, ok := value.(ast.Object)
	if !ok {
		return ""
	}
	has := func(name string) bool { return member(object, name) != nil || leftOut[name] }
	switch {
	case has("format_version") && (has("resource_changes") || has("planned_values")):
		return kindPlan
	case has("format_version") && has("values"):
		return kindState
	case has("AWSTemplateFormatVersion") || holdsAWSResources(member(object, "Resources")):
		return kindCloudFormation
	case has("apiVersion") && has("kind"):
		return kindKubernetes
	}
	return ""
}

func holdsAWSResources(value ast.Value) bool {
	resources, ok := value.(ast.Object)
	if !ok {
		return false
	}
	return resources.Until(func(_, term *ast.Term) bool {
		resource, ok := term.Value.(ast.Object)
		if !ok {
			return false
		}
		kind, _ := stringMember(resource, "Type")
		return strings.HasPrefix(kind, "AWS::") || strings.HasPrefix(kind, "Custom::")
	})
}

func resourceOf(value ast.Value) *Resource {
	object, ok := value.(ast.Object)
	if !ok {
		return nil
	}
	version, isVersion := stringMember(object, "apiVersion")
	kind, isKind := stringMember(object, "kind")
	if !isVersion || !isKind {
		return nil
	}
	resource := &Resource{APIVersion: version, Kind: kind}
	if metadata, ok := member(object, "metadata").(ast.Object); ok {
		resource.Name, _ = stringMember(metadata, "name")
		resource.Namespace, _ = stringMember(metadata, "namespace")
	}
	return resource
}
