// Package driver judges configuration by Rego with Conftest's semantics, all in memory: no file, no network, no
// environment. It is driven by the module's exports (../main.go) and natively by its tests.
package driver

import (
	"github.com/open-policy-agent/opa/v1/version"
)

// ConftestVersion is the Conftest whose parsers and semantics these are.
const ConftestVersion = "0.71.1"

// Driver holds one set of loaded policies and the documents that were read and not yet released.
type Driver struct {
	rules     *ruleSet
	files     fileSet
	documents map[int]*document
	last      int
}

// New returns a driver without policies.
func New() *Driver {
	return &Driver{documents: map[int]*document{}}
}

// File is a text file as it stands in the trusted tree.
type File struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Versions are those of the upstream code inside.
type Versions struct {
	OPA      string `json:"opa"`
	Conftest string `json:"conftest"`
}

func versions() Versions {
	return Versions{OPA: version.Version, Conftest: ConftestVersion}
}

// ReleaseRequest names documents to forget; none named means all.
type ReleaseRequest struct {
	Handles []int `json:"handles"`
}

// ReleaseResponse says how many were forgotten and how many remain.
type ReleaseResponse struct {
	Released  int `json:"released"`
	Remaining int `json:"remaining"`
}

// Release forgets documents and leaves their memory to the next collection.
func (d *Driver) Release(request ReleaseRequest) ReleaseResponse {
	before := len(d.documents)
	if len(request.Handles) == 0 {
		clear(d.documents)
	}
	for _, handle := range request.Handles {
		delete(d.documents, handle)
	}
	return ReleaseResponse{Released: before - len(d.documents), Remaining: len(d.documents)}
}
