// Package driver puts upstream Kyverno behind a handful of operations on JSON. It decides nothing:
// matching, evaluation, autogen, exceptions and messages are upstream's. What it adds is what the
// official CLI does around the engine (reading, ordering, offline data), done once instead of per resource.
package driver

import (
	"fmt"
	"runtime/debug"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Driver holds the loaded policies and the documents under judgement. It is not safe for concurrent use:
// a wasm module has one thread.
type Driver struct {
	world     *world
	policies  policySet
	documents map[int]*document
	next      int
}

type document struct {
	resource unstructured.Unstructured
	// payload is a document without apiVersion and kind: only JSON-mode policies can judge it.
	payload bool
}

func New() *Driver {
	return &Driver{documents: map[int]*document{}}
}

func (d *Driver) keep(doc *document) int {
	d.next++
	d.documents[d.next] = doc
	return d.next
}

func (d *Driver) document(handle int) (*document, error) {
	doc, ok := d.documents[handle]
	if !ok {
		return nil, fmt.Errorf("no document with handle %d", handle)
	}
	return doc, nil
}

// Release forgets documents, so that memory follows the largest document and not the repository.
func (d *Driver) Release(handles []int) {
	for _, handle := range handles {
		delete(d.documents, handle)
	}
}

// Crash is what an operation answers when upstream code panicked: an error of the engine, never a pass.
type Crash struct {
	Panic string `json:"panic"`
	Stack string `json:"stack"`
}

// Guard runs an operation and turns a panic into a value.
func Guard(operation func() any) (answer any) {
	defer func() {
		if reason := recover(); reason != nil {
			answer = Crash{Panic: fmt.Sprint(reason), Stack: string(debug.Stack())}
		}
	}()
	return operation()
}
