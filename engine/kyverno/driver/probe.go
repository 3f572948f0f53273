package driver

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ProbeRequest asks what one rule would say of a document if parts of it were missing. It is how the cause of a
// failure is found without knowing the policy language: what flips the answer when removed is the cause.
type ProbeRequest struct {
	JudgeRequest
	Rule string `json:"rule"`
	// Removals are tried one after the other, each on a fresh copy: a list of paths to remove together.
	Removals [][][]any `json:"removals"`
}

type ProbeAnswer struct {
	// Statuses holds the rule's status for each removal; empty when the rule no longer answered.
	Statuses []string `json:"statuses"`
	Error    string   `json:"error,omitempty"`
}

func (d *Driver) Probe(request ProbeRequest) ProbeAnswer {
	doc, err := d.document(request.Handle)
	if err != nil {
		return ProbeAnswer{Error: err.Error()}
	}
	answer := ProbeAnswer{}
	for _, removal := range request.Removals {
		altered := d.keep(&document{resource: *doc.resource.DeepCopy(), payload: doc.payload})
		remove(&d.documents[altered].resource, removal)
		judged := request.JudgeRequest
		judged.Handle = altered
		answer.Statuses = append(answer.Statuses, statusOf(d.Judge(judged), request.Rule))
		d.Release([]int{altered})
	}
	return answer
}

func statusOf(judged JudgeAnswer, rule string) string {
	if judged.Error != "" {
		return "error"
	}
	worst := ""
	for _, row := range judged.Rows {
		if row.Rule == rule && rank[row.Status] > rank[worst] {
			worst = row.Status
		}
	}
	return worst
}

var rank = map[string]int{"": 0, "skip": 1, "pass": 2, "warn": 3, "fail": 4, "error": 5}

// remove takes paths out; later items of a list first, so that earlier indices stay valid.
func remove(resource *unstructured.Unstructured, paths [][]any) {
	for i := len(paths) - 1; i >= 0; i-- {
		removeAt(resource.Object, paths[i])
	}
}

func removeAt(node any, path []any) any {
	if len(path) == 0 {
		return node
	}
	switch node := node.(type) {
	case map[string]any:
		key := fmt.Sprint(path[0])
		if len(path) == 1 {
			delete(node, key)
		} else if next, ok := node[key]; ok {
			node[key] = removeAt(next, path[1:])
		}
		return node
	case []any:
		number, ok := path[0].(float64)
		index := int(number)
		if !ok || index < 0 || index >= len(node) {
			return node
		}
		if len(path) == 1 {
			return append(node[:index:index], node[index+1:]...)
		}
		node[index] = removeAt(node[index], path[1:])
		return node
	default:
		return node
	}
}

// DocumentRequest names one document by its handle.
type DocumentRequest struct {
	Handle int `json:"handle"`
}

type DocumentAnswer struct {
	Object map[string]any `json:"object"`
	Error  string         `json:"error,omitempty"`
}

// Document gives the JSON of a document, for those that have findings.
func (d *Driver) Document(request DocumentRequest) DocumentAnswer {
	doc, err := d.document(request.Handle)
	if err != nil {
		return DocumentAnswer{Error: err.Error()}
	}
	return DocumentAnswer{Object: doc.resource.Object}
}
