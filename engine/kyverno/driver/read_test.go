package driver

import "testing"

func TestDocumentsKnowTheirLines(t *testing.T) {
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
	cases := map[string]struct {
		text  string
		lines [][2]int
	}{
		"one":                         {pod, [][2]int{{1, 3}}},
		"no newline at the end":       {"apiVersion: v1\nkind: Pod", [][2]int{{1, 2}}},
		"leading separator":           {"---\n" + pod, [][2]int{{1, 4}}},
		"two":                         {pod + "---\n" + pod, [][2]int{{1, 3}, {5, 7}}},
		"comment after the separator": {pod + "--- # next\n" + pod, [][2]int{{1, 3}, {5, 7}}},
		"space after the separator":   {pod + "--- \n" + pod, [][2]int{{1, 3}, {5, 7}}},
		"tab after the separator":     {pod + "---\t\n" + pod, [][2]int{{1, 3}, {5, 7}}},
		"windows line ends":           {"apiVersion: v1\r\nkind: Pod\r\n---\r\napiVersion: v1\r\nkind: Pod\r\n", [][2]int{{1, 2}, {4, 5}}},
		"mixed line ends":             {"apiVersion: v1\r\nkind: Pod\r\n---\napiVersion: v1\nkind: Pod\n", [][2]int{{1, 2}, {4, 5}}},
		"empty between":               {pod + "---\n---\n" + pod, [][2]int{{1, 3}, {5, 8}}},
		"byte order mark":             {"\ufeff" + pod, [][2]int{{1, 3}}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			answer := New().Read([]byte(test.text))
			if len(answer.Errors) > 0 || len(answer.Documents) != len(test.lines) {
				t.Fatalf("read %+v", answer)
			}
			for i, document := range answer.Documents {
				if got := [2]int{document.Line, document.EndLine}; got != test.lines[i] {
					t.Errorf("document %d is at %v, want %v", i, got, test.lines[i])
				}
			}
		})
	}
}

func TestWhatAReaderWouldHideIsAnError(t *testing.T) {
	for name, text := range map[string]string{
		"duplicate key":                "apiVersion: v1\nkind: Pod\nspec: {hostPID: true, hostPID: false}\n",
		"content after the end":        "apiVersion: v1\nkind: Pod\n...\nkind: Secret\n",
		"text after a flow root":       "{apiVersion: v1, kind: Pod}\nkind: Secret\n",
		"text left of the root":        " apiVersion: v1\n kind: Pod\nkind: Secret\n",
		"document behind a YAML break": "apiVersion: v1\u2028---\u2028kind: Secret\n",
		"text on the separator":        "a: 1\n--- b: 2\n",
		"alias bomb":                   "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n",
		"tab as indent":                "a:\n\tb: 1\n",
		"error in the second document": "a: 1\n---\nb: [\n",
	} {
		t.Run(name, func(t *testing.T) {
			if answer := New().Read([]byte(text)); len(answer.Errors) != 1 {
				t.Fatalf("read %+v", answer)
			}
		})
	}
}

func TestWholeDocumentsOfOddShapeAreRead(t *testing.T) {
	for name, text := range map[string]string{
		"JSON":          "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Pod\"\n}\n",
		"flow style":    "{apiVersion: v1, kind: Pod}\n# a comment\n",
		"indented root": "  apiVersion: v1\n  kind: Pod\n",
		"anchored root": "&root\napiVersion: v1\nkind: Pod\n",
	} {
		t.Run(name, func(t *testing.T) {
			if answer := New().Read([]byte(text)); len(answer.Errors) > 0 || len(answer.Documents) != 1 {
				t.Fatalf("read %+v", answer)
			}
		})
	}
}

func TestAKeyMayOverrideAMergedOne(t *testing.T) {
	const text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nleft: &base {image: a, tag: b}\nright:\n  <<: *base\n  image: c\n"
	d := New()
	answer := d.Read([]byte(text))
	if len(answer.Errors) > 0 || len(answer.Documents) != 1 {
		t.Fatalf("read %+v", answer)
	}
	object := d.Document(DocumentRequest{Handle: answer.Documents[0].Handle}).Object
	if right := object["right"].(map[string]any); right["image"] != "c" || right["tag"] != "b" {
		t.Fatalf("merged to %v", right)
	}
}

func TestItemsOfListsAreDocuments(t *testing.T) {
	const text = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Pod, metadata: {name: a}}
- apiVersion: v1
  kind: PodList
  items: [{apiVersion: v1, kind: Pod, metadata: {name: b}}]
---
apiVersion: example.com/v1
kind: Innocent
metadata: {name: outer}
items: [{apiVersion: v1, kind: Pod, metadata: {name: c}}]
`
	var names []string
	for _, document := range New().Read([]byte(text)).Documents {
		names = append(names, document.Name)
	}
	if got := len(names); got != 4 || names[0] != "a" || names[1] != "b" || names[2] != "outer" || names[3] != "c" {
		t.Fatalf("found %v", names)
	}
}
