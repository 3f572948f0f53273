package driver

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// collectAfter is how much may be allocated before the next operation starts with a collection.
	collectAfter = 192 << 20
	// room is how much an operation may allocate, beside what it is given, before it is collected in its midst.
	room = 96 << 20
)

// TuneMemory suits the collector to the module: one thread, short life, and almost all that a reader allocates stays. A
// collection in mid-operation would only slow it; so it waits for the next operation, or the limit of this one.
func TuneMemory() {
	runtime.GC()
	debug.SetGCPercent(-1)
	setLimit(0)
}

var (
	heapObjects = []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	liveBefore  uint64
)

// MakeRoom is called before an operation on a request of so many bytes, never after: the last one of a run need not pay.
func MakeRoom(request uint32) {
	if heapSize() > liveBefore+collectAfter {
		runtime.GC()
		liveBefore = heapSize()
	}
	setLimit(request)
}

// setLimit lets the memory grow with what is in it and what comes: where most of it is in use, collections would never end, and
// where it is not, growing costs more than collecting.
func setLimit(request uint32) {
	debug.SetMemoryLimit(room + int64(heapSize())*3/2 + int64(request)*4)
}

func heapSize() uint64 {
	metrics.Read(heapObjects)
	return heapObjects[0].Value.Uint64()
}
