// The Kyverno engine as a WebAssembly reactor. Each operation reads a request from the buffer that pg_alloc handed
// out and returns where its answer lies: pointer in the upper, length in the lower 32 bits.
package main

import (
	"encoding/json"
	"unsafe"

	"policy-gate.dev/engine/kyverno/driver"
)

var (
	state   = driver.New()
	request []byte
	answer  []byte
)

//go:wasmexport pg_alloc
func alloc(size uint32) uint32 {
	if uint32(cap(request)) < size {
		request = make([]byte, size)
	}
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(request[:cap(request)]))))
}

//go:wasmexport pg_load
func load(length uint32) uint64 { return operation(length, state.Load) }

//go:wasmexport pg_read
func read(length uint32) uint64 {
	return respond(driver.Guard(func() any { return state.Read(request[:length:length]) }))
}

//go:wasmexport pg_judge
func judge(length uint32) uint64 { return operation(length, state.Judge) }

//go:wasmexport pg_offer
func offer(length uint32) uint64 { return operation(length, state.Offer) }

//go:wasmexport pg_document
func document(length uint32) uint64 { return operation(length, state.Document) }

//go:wasmexport pg_probe
func probe(length uint32) uint64 { return operation(length, state.Probe) }

//go:wasmexport pg_release
func release(length uint32) uint64 {
	return operation(length, func(handles []int) any { state.Release(handles); return struct{}{} })
}

func operation[In, Out any](length uint32, run func(In) Out) uint64 {
	return respond(driver.Guard(func() any {
		var in In
		if err := json.Unmarshal(request[:length:length], &in); err != nil {
			return driver.Crash{Panic: "the request is not understood: " + err.Error()}
		}
		return run(in)
	}))
}

func respond(value any) uint64 {
	encoded, err := json.Marshal(value)
	if err != nil {
		encoded, _ = json.Marshal(driver.Crash{Panic: err.Error()})
	}
	answer = encoded
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(answer))))<<32 | uint64(len(answer))
}

func init() { driver.Warm() }

func main() {}
