package driver

import (
	"encoding/json"
	"testing"
)

func readOne(t *testing.T, name, text string) (*Driver, JudgeRequest) {
	t.Helper()
	d := New()
	read := d.Read(ReadHeader{Path: name}, []byte(text))
	if hasError(read.Diagnostics) || len(read.Documents) != 1 {
		t.Fatalf("%+v", read)
	}
	return d, JudgeRequest{Handles: []int{read.Documents[0].Handle}}
}

func TestContentIsWhatPoliciesSee(t *testing.T) {
	d, asked := readOne(t, "a.yaml", "a: 9007199254740993\nb: [x, <y>]\n1: m\n")
	got := d.Content(ContentRequest{asked})
	if got.Content != `{"1":"m","a":9007199254740993,"b":["x","<y>"]}`+"\n" {
		t.Errorf("got %s %+v", got.Content, got.Diagnostics)
	}
	asked.Combine = true
	if got := d.Content(ContentRequest{asked}); got.Content != `[{"contents":{"1":"m","a":9007199254740993,"b":["x","<y>"]},"path":"a.yaml"}]`+"\n" {
		t.Errorf("got %s %+v", got.Content, got.Diagnostics)
	}
	asked.Handles = []int{99}
	if got := d.Content(ContentRequest{asked}); !hasError(got.Diagnostics) {
		t.Errorf("an unknown document has content: %+v", got)
	}
}

func TestAnswersOfCompiledPolicies(t *testing.T) {
	cases := []struct {
		name   string
		answer CompiledAnswer
		want   string
	}{
		{"undefined", CompiledAnswer{}, "0 pass"},
		{"nothing", CompiledAnswer{Value: json.RawMessage(`[]`)}, "0 pass"},
		{"false", CompiledAnswer{Value: json.RawMessage(`false`)}, "0 pass"},
		{"text", CompiledAnswer{Value: json.RawMessage(`["a"]`)}, "0 fail a"},
		{"an object", CompiledAnswer{Value: json.RawMessage(`[{"msg":"a","x":1}]`), Warns: true}, "0 warn a"},
		{"a truth value", CompiledAnswer{Value: json.RawMessage(`true`)}, "0 error the rule returned true, which is not a set of messages"},
		{"a number", CompiledAnswer{Value: json.RawMessage(`[1]`)}, "0 error the rule returned 1, which is not a string or an object with msg"},
		{"no JSON", CompiledAnswer{Value: json.RawMessage(`[`)}, "0 error the rule's answer is not JSON: unexpected EOF"},
		{"an error", CompiledAnswer{Error: "no"}, "0 error no"},
		{"an exception", CompiledAnswer{Value: json.RawMessage(`["a"]`), Exception: "e"}, "0 skip e"},
		{"an error under an exception", CompiledAnswer{Value: json.RawMessage(`[1]`), Exception: "e"}, "0 error the rule returned 1, which is not a string or an object with msg; 0 skip e"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, asked := readOne(t, "a.json", `{}`)
			if got := rowsText(d.Compiled(CompiledRequest{asked, []CompiledAnswer{c.answer}})); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestAnswersOfCompiledPoliciesShowNoSecret(t *testing.T) {
	d, asked := readOne(t, "plan.json", `{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"a.b","values":{"p":"hunter2"},"sensitive_values":{"p":true}}]}}}`)
	got := d.Compiled(CompiledRequest{asked, []CompiledAnswer{{Value: json.RawMessage(`[{"msg":"it is hunter2","x":"hunter2"}]`)}}})
	if rowsText(got) != "0 fail it is (sensitive)" || got.Rows[0].Metadata["x"] != "(sensitive)" {
		t.Errorf("got %+v", got.Rows)
	}
}
