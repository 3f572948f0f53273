package driver

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Policies that users compiled to WebAssembly are evaluated outside of this module. Here is what both kinds of policy must
// have in common: how a document is read, and what a rule's answer means.

// ContentRequest names documents, one or, as by `conftest --combine`, all that are judged together.
type ContentRequest struct {
	JudgeRequest
}

// ContentResponse holds what policies see of them, as JSON text.
type ContentResponse struct {
	Content     string       `json:"content"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// Content gives documents as policies see them.
func (d *Driver) Content(request ContentRequest) ContentResponse {
	document, missing := d.together(request.JudgeRequest)
	if missing != nil {
		return ContentResponse{Diagnostics: []Diagnostic{*missing}}
	}
	converted, err := ast.JSON(document.whole())
	if err == nil {
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		if err = encoder.Encode(converted); err == nil {
			return ContentResponse{Content: text.String(), Diagnostics: []Diagnostic{}}
		}
	}
	return ContentResponse{Diagnostics: []Diagnostic{problem("rego.error", "the document cannot be written as JSON: "+err.Error(), "").in(document.path)}}
}

// CompiledAnswer is what one rule of a compiled policy returned. A value that is not there is an undefined rule.
type CompiledAnswer struct {
	Rule  int             `json:"rule"`
	Warns bool            `json:"warns"`
	Value json.RawMessage `json:"value,omitempty"`
	// Exception is the exception that turns the answer away; Error is why there is no answer.
	Exception string `json:"exception,omitempty"`
	Error     string `json:"error,omitempty"`
}

// CompiledRequest asks for the rows of answers about documents.
type CompiledRequest struct {
	JudgeRequest
	Answers []CompiledAnswer `json:"answers"`
}

// Compiled reads the answers of compiled policies as those of rules here: the same results, and the same values hidden.
func (d *Driver) Compiled(request CompiledRequest) JudgeResponse {
	response := JudgeResponse{Rows: []Row{}, Counts: []Counts{}, Diagnostics: []Diagnostic{}}
	document, missing := d.together(request.JudgeRequest)
	if missing != nil {
		response.Diagnostics = append(response.Diagnostics, *missing)
		return response
	}
	v := &verdict{document: document, response: &response}
	for _, answer := range request.Answers {
		for _, row := range v.compiledRows(answer) {
			v.add(row)
		}
	}
	return response
}

func (d *Driver) together(request JudgeRequest) (*document, *Diagnostic) {
	documents, missing := d.find(request.Handles)
	switch {
	case missing != nil:
		return nil, missing
	case request.Combine:
		for _, document := range documents {
			document.value, document.text, document.leftOut = document.whole(), nil, nil
		}
		return combineDocuments(documents), nil
	case len(documents) != 1:
		one := problem("rego.unknown-document", fmt.Sprintf("%d documents were named instead of one", len(documents)), "")
		return nil, &one
	}
	return documents[0], nil
}

func (v *verdict) compiledRows(answer CompiledAnswer) []Row {
	if answer.Error != "" {
		return []Row{{Rule: answer.Rule, Status: "error", Message: v.document.secretsOf().mask(answer.Error)}}
	}
	rows := []Row{}
	if len(answer.Value) > 0 {
		value, err := ast.ValueFromReader(bytes.NewReader(answer.Value))
		if err != nil {
			return []Row{{Rule: answer.Rule, Status: "error", Message: "the rule's answer is not JSON: " + err.Error()}}
		}
		rule := groupRule{id: answer.Rule}
		rows = v.rowsOf(rule, &group{warns: answer.Warns}, ast.NewArray(ast.NewTerm(value)), ast.NewSet())
	}
	if answer.Exception != "" {
		return exceptedRows(answer, rows)
	}
	if len(rows) == 0 {
		rows = append(rows, Row{Rule: answer.Rule, Status: "pass"})
	}
	return rows
}

// exceptedRows keeps what an exception turned away in sight. An error stays an error.
func exceptedRows(answer CompiledAnswer, rows []Row) []Row {
	skip := Row{Rule: answer.Rule, Status: "skip", Message: answer.Exception}
	var kept []Row
	for _, row := range rows {
		if row.Status == "error" {
			kept = append(kept, row)
			continue
		}
		skip.Suppressed = append(skip.Suppressed, row.Message)
	}
	return append(kept, skip)
}
