// Package driver renders charts and kustomizations with upstream code. It knows no files but those of the request.
package driver

import "fmt"

// maxRendered is the most text that one rendering may come to.
const maxRendered = 64 << 20

// File is a file of a request; Binary is used where the bytes are no UTF-8.
type File struct {
	Path   string `json:"path"`
	Text   string `json:"text"`
	Binary []byte `json:"binary"`
}

func (f File) bytes() []byte {
	if f.Binary != nil {
		return f.Binary
	}
	return []byte(f.Text)
}

// Document is one rendered object.
type Document struct {
	// Source is the template that it comes from, as Helm's `# Source:` names it, or the file of a kustomization's origin.
	Source string `json:"source"`
	Text   string `json:"text"`
	Hook   bool   `json:"hook,omitempty"`
	// Transformers are those that a kustomization's object went through, the first one first.
	Transformers []Transformer `json:"transformers,omitempty"`
}

// Transformer is a field of a kustomization that transforms, or a file of its own.
type Transformer struct {
	// File is the kustomization, or the file that configures the transformer.
	File string `json:"file"`
	// Kind is the transformer's, such as ImageTagTransformer.
	Kind string `json:"kind"`
}

// Failure is what the user has to mend.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Answer is documents, or why there are none.
type Answer struct {
	Documents []Document `json:"documents"`
	Traces    []Trace    `json:"traces,omitempty"`
	Error     *Failure   `json:"error,omitempty"`
}

type placed struct {
	place string
	err   error
}

func (p *placed) Error() string { return p.place + ": " + p.err.Error() }

func failed(code string, err error) Answer { return Answer{Error: failureOf(code, err)} }

// failureOf keeps the message at a length that people read.
func failureOf(code string, err error) *Failure {
	message := err.Error()
	if len(message) > 4000 {
		message = message[:4000] + "…"
	}
	return &Failure{Code: code, Message: message}
}

func tooLarge() *Failure {
	return &Failure{Code: "render.too-large", Message: fmt.Sprintf("more than %d MiB were rendered", maxRendered>>20)}
}
