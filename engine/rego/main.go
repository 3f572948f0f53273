// The WebAssembly face of the Rego driver: a request is written into a buffer of ours, the answer is JSON in memory of
// ours, and nothing else crosses. See driver/ for what the operations do.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"unsafe"

	"policy-gate.dev/engine/rego/driver"
)

var (
	engine   = driver.New()
	request  []byte
	response []byte
)

func main() {}

// The build records the memory that initialisation leaves. One judgment is rehearsed first, so that what upstream and the
// JSON codec prepare on first use is prepared already.
func init() {
	rehearse()
	driver.TuneMemory()
}

func rehearse() {
	asked := func(operation func(uint32) uint64, body string) {
		alloc(uint32(len(body)))
		operation(uint32(copy(request, body)))
	}
	asked(load, `{"policies":[{"path":"p.rego","text":"package main\nimport future.keywords.in\n`+
		`deny[msg] { some r in input.a; r.b[_] == \"x\"; not r.c; startswith(r.d, \"e\"); msg := sprintf(\"%s %v\", [r.d, 1]) }\n`+
		`deny[{\"msg\": \"m\", \"address\": \"a\"}] { count(input.a) > 0 }\n"}],"data":[{"path":"d.json","text":"{\"x\":1}"}],"options":{"namespaces":["main"]}}`)
	asked(read, "{\"path\":\"a.json\"}\n"+`{"a":[{"b":["x"],"d":"ef","n":1.5}]}`)
	asked(read, "{\"path\":\"a.yaml\"}\na:\n- b: [x]\n  d: ef\n---\na: []\n")
	asked(judge, `{"handles":[1,2],"combine":false}`)
	asked(release, `{"handles":[]}`)
	engine, request, response = driver.New(), nil, nil
}

// pg_alloc returns the address of a request buffer of at least size bytes, which lives until the next call.
//
//go:wasmexport pg_alloc
func alloc(size uint32) uint32 {
	request = make([]byte, max(size, 1))
	return address(request)
}

//go:wasmexport pg_load
func load(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.LoadRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Load(asked), nil
	})
}

//go:wasmexport pg_read
func read(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		header, text, err := split(body)
		if err != nil {
			return nil, err
		}
		return engine.Read(header, text), nil
	})
}

//go:wasmexport pg_judge
func judge(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.JudgeRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Judge(asked), nil
	})
}

//go:wasmexport pg_release
func release(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.ReleaseRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Release(asked), nil
	})
}

//go:wasmexport pg_test
func test(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.TestRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Test(asked), nil
	})
}

//go:wasmexport pg_content
func content(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.ContentRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Content(asked), nil
	})
}

//go:wasmexport pg_compiled
func compiled(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.CompiledRequest](body)
		if err != nil {
			return nil, err
		}
		return engine.Compiled(asked), nil
	})
}

//go:wasmexport pg_cases
func cases(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		asked, err := decode[driver.CasesRequest](body)
		if err != nil {
			return nil, err
		}
		return driver.RunCases(asked), nil
	})
}

//go:wasmexport pg_hcl_index
func hclIndex(length uint32) uint64 {
	return answer(length, func(body []byte) (any, error) {
		header, text, err := split(body)
		if err != nil {
			return nil, err
		}
		return driver.IndexHCL(header, text), nil
	})
}

func decode[T any](body []byte) (T, error) {
	var asked T
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&asked)
	return asked, err
}

// split parts a request of one line of JSON and a file's bytes.
func split(body []byte) (driver.ReadHeader, []byte, error) {
	line, text, found := bytes.Cut(body, []byte("\n"))
	if !found {
		return driver.ReadHeader{}, nil, fmt.Errorf("the request has no header line")
	}
	header, err := decode[driver.ReadHeader](line)
	return header, text, err
}

// failure is the answer when there is none: the host takes it for an error of the engine.
type failure struct {
	Panic string `json:"panic"`
	Stack string `json:"stack,omitempty"`
}

// answer runs an operation and keeps its JSON until the next one. A panic is an answer too.
func answer(length uint32, operation func([]byte) (any, error)) (packed uint64) {
	defer func() {
		if r := recover(); r != nil {
			packed = reply(failure{Panic: fmt.Sprint(r), Stack: string(debug.Stack())})
		}
	}()
	driver.MakeRoom(length)
	body := request[:length]
	request = nil
	result, err := operation(body)
	if err != nil {
		return reply(failure{Panic: "bad request: " + err.Error()})
	}
	return reply(result)
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
