// The WebAssembly face of the renderer: a request is written into a buffer of ours, the answer is JSON in memory of ours,
// and nothing else crosses. See driver/ for what the operations do.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"unsafe"

	"policy-gate.dev/engine/render/driver"
)

var (
	request  []byte
	response []byte
)

func main() {}

// The build records the memory that initialisation leaves: each operation is rehearsed once, so that what upstream
// prepares on first use is prepared already.
func init() {
	driver.Helm(driver.HelmRequest{Release: "r", Files: []driver.File{
		{Path: "Chart.yaml", Text: "apiVersion: v2\nname: c\nversion: 1.0.0\n"},
		{Path: "values.yaml", Text: "a: {b: 1}\n"},
		{Path: "templates/a.yaml", Text: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name | quote }}}\ndata: {{ .Values.a | toYaml | nindent 2 }}\n"},
	}})
	driver.Kustomize(driver.KustomizeRequest{Folder: "k", Files: []driver.File{
		{Path: "k/kustomization.yaml", Text: "resources: [a.yaml]\nnamePrefix: x-\npatches:\n- patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 2}}'\n"},
		{Path: "k/a.yaml", Text: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 1, template: {spec: {containers: [{name: c, image: i}]}}}\n"},
	}})
	debug.SetGCPercent(200)
}

// pg_alloc returns the address of a request buffer of at least size bytes, which lives until the next call.
//
//go:wasmexport pg_alloc
func alloc(size uint32) uint32 {
	request = make([]byte, max(size, 1))
	return address(request)
}

//go:wasmexport pg_helm
func helm(length uint32) uint64 { return answer(length, driver.Helm) }

//go:wasmexport pg_kustomize
func kustomize(length uint32) uint64 { return answer(length, driver.Kustomize) }

// failure is the answer when there is none: the host takes it for an error of the engine.
type failure struct {
	Panic string `json:"panic"`
	Stack string `json:"stack"`
}

// answer runs an operation and keeps its JSON until the next one. A panic is an answer too.
func answer[T any](length uint32, operation func(T) driver.Answer) (packed uint64) {
	defer func() {
		if r := recover(); r != nil {
			packed = reply(failure{Panic: fmt.Sprint(r), Stack: string(debug.Stack())})
		}
	}()
	var asked T
	decoder := json.NewDecoder(bytes.NewReader(request[:length]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&asked); err != nil {
		return reply(failure{Panic: "bad request: " + err.Error()})
	}
	request = nil
	return reply(operation(asked))
}

func reply(value any) uint64 {
	encoded, err := json.Marshal(value)
	if err != nil {
		encoded, _ = json.Marshal(failure{Panic: "the answer cannot be written as JSON: " + err.Error()})
	}
	response = encoded
	return uint64(address(response))<<32 | uint64(len(response))
}

func address(buffer []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(buffer))))
}
