package driver

import (
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

const noMessage = "(the rule gave an empty message)"

// rowsOf reads what a rule returned. Conftest passes over whatever is not a string or an object with a message, and over
// an empty message; here the one is an error and the other a failure, because a rule that fired must not pass.
func (v *verdict) rowsOf(rule groupRule, g *group, values *ast.Array, said ast.Set) []Row {
	if values.Len() == 0 {
		return nil
	}
	var rows []Row
	each := func(element *ast.Term) {
		if !said.Contains(element) {
			said.Add(element)
			rows = append(rows, v.rowOf(rule, g, element.Value))
		}
	}
	switch value := values.Elem(0).Value.(type) {
	case ast.Set:
		value.Foreach(each)
	case *ast.Array:
		value.Foreach(each)
	default:
		if !isFalseValue(value) && value.Compare(ast.NullValue) != 0 {
			rows = append(rows, v.wrongResult(rule, value, "a set of messages"))
		}
	}
	return rows
}

func (v *verdict) rowOf(rule groupRule, g *group, value ast.Value) Row {
	row := Row{Rule: rule.id, Status: "fail"}
	if g.warns {
		row.Status = "warn"
	}
	switch result := value.(type) {
	case ast.String:
		row.Message = v.message(string(result))
		return row
	case ast.Object:
		message, ok := stringMember(result, "msg")
		if !ok {
			return v.wrongResult(rule, value, `an object whose "msg" is a string`)
		}
		row.Message = v.message(message)
		return v.withMetadata(row, result)
	default:
		return v.wrongResult(rule, value, "a string or an object with msg")
	}
}

func (v *verdict) message(text string) string {
	if text == "" {
		return noMessage
	}
	return v.document.secretsOf().mask(text)
}

const longestShown = 200

func (v *verdict) wrongResult(rule groupRule, value ast.Value, wanted string) Row {
	shown := v.document.secretsOf().mask(value.String())
	if len(shown) > longestShown {
		shown = shown[:longestShown] + "…"
	}
	return Row{Rule: rule.id, Status: "error", Message: fmt.Sprintf("the rule returned %s, which is not %s", shown, wanted)}
}

// withMetadata adds the rest of the object, and lifts the hints of place out of it.
func (v *verdict) withMetadata(row Row, result ast.Object) Row {
	converted, err := ast.JSON(result)
	object, ok := converted.(map[string]any)
	if err != nil || !ok {
		row.Status, row.Message = "error", fmt.Sprintf("the rule's result cannot be written as JSON: %v", err)
		return row
	}
	if location, ok := object["_loc"].(map[string]any); ok {
		row.File, _ = location["file"].(string)
		row.Line = lineOf(location["line"])
	}
	delete(object, "msg")
	delete(object, "_loc")
	hidden := v.document.secretsOf()
	if address, ok := object["address"].(string); ok {
		row.Address = hidden.maskAddress(address)
	}
	row.Path = hidden.maskAll(pathHint(object["path"]))
	if row.Line == 0 {
		row.Line = lineOf(object["line"])
	}
	row.Metadata = hidden.maskAll(object).(map[string]any)
	return row
}

// pathHint accepts a path as text (`a.b[0]`, `/a/b/0`) or as an array of keys and indexes.
func pathHint(value any) any {
	switch path := value.(type) {
	case string:
		return path
	case []any:
		return append([]any(nil), path...)
	}
	return nil
}

func lineOf(value any) int {
	number, ok := value.(json.Number)
	if !ok {
		return 0
	}
	line, err := number.Int64()
	if err != nil || line < 1 {
		return 0
	}
	return int(line)
}
