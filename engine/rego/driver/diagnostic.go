package driver

import (
	"errors"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Diagnostic is something wrong with what the user gave. Lines and columns are from 1; columns count as upstream does.
type Diagnostic struct {
	Level   string `json:"level"`
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Remedy  string `json:"remedy,omitempty"`
}

const (
	levelError   = "error"
	levelWarning = "warning"
)

func problem(code, message, remedy string) Diagnostic {
	return Diagnostic{Level: levelError, Code: code, Message: message, Remedy: remedy}
}

func warning(code, message, remedy string) Diagnostic {
	return Diagnostic{Level: levelWarning, Code: code, Message: message, Remedy: remedy}
}

func (d Diagnostic) in(file string) Diagnostic {
	d.File = file
	return d
}

func (d Diagnostic) at(location *ast.Location) Diagnostic {
	if location != nil {
		d.File, d.Line, d.Column = location.File, location.Row, location.Col
	}
	return d
}

// fromErrors turns upstream's errors, of whatever type, into diagnostics.
func fromErrors(err error, file string) []Diagnostic {
	var list ast.Errors
	if errors.As(err, &list) {
		all := make([]Diagnostic, 0, len(list))
		for _, e := range list {
			all = append(all, fromError(e, file))
		}
		return all
	}
	var single *ast.Error
	if errors.As(err, &single) {
		return []Diagnostic{fromError(single, file)}
	}
	return []Diagnostic{problem("rego.error", err.Error(), "").in(file)}
}

func fromError(e *ast.Error, file string) Diagnostic {
	d := problem(codeOf(e), e.Message, remedyOf(e)).in(file).at(e.Location)
	if e.Details != nil {
		if lines := e.Details.Lines(); e.Code == ast.TypeErr && len(lines) > 0 {
			d.Message += ": " + strings.Join(lines, " ")
		}
	}
	return d
}

func codeOf(e *ast.Error) string {
	switch {
	case strings.Contains(e.Message, "undefined function"):
		return "rego.undefined-function"
	case e.Code == ast.ParseErr:
		return "rego.syntax"
	case e.Code == ast.TypeErr:
		return "rego.type"
	case e.Code == ast.UnsafeVarErr:
		return "rego.unsafe-variable"
	case e.Code == ast.RecursionErr:
		return "rego.recursion"
	default:
		return "rego.compile"
	}
}

func remedyOf(e *ast.Error) string {
	if strings.Contains(e.Message, "undefined function") {
		return "Check the spelling, import the package that defines it, or load the file that does. " +
			"The embedded engine knows the builtins of this OPA and Conftest's parse_config."
	}
	return ""
}

// evaluationMessage is what upstream says of a failed evaluation, without repeating the place.
func evaluationMessage(err error) (string, *ast.Location) {
	var e *topdown.Error
	if errors.As(err, &e) {
		return e.Code + ": " + e.Message, e.Location
	}
	return err.Error(), nil
}
