package driver

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// spareHeap is claimed once at start, when the module's memory is recorded, so that reading a large plan does not grow
	// the memory in hundreds of small steps. Untouched pages cost nothing.
	spareHeap = 192 << 20
	// collectAfter is how much may be allocated before the next operation starts with a collection.
	collectAfter = 192 << 20
	// heapLimit is where collection starts even in the midst of an operation.
	heapLimit = 768 << 20
)

// TuneMemory suits the collector to the module: one thread, short life, and almost all that a reader allocates stays. A
// collection in mid-operation would only slow it; so it waits for the next operation, or the limit.
func TuneMemory() {
	spare := make([]byte, spareHeap)
	runtime.KeepAlive(spare)
	runtime.GC()
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
}

var (
	heapObjects = []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	liveBefore  uint64
)

// CollectIfDue is called before an operation, never after: the last one of a run need not pay.
func CollectIfDue() {
	if heapSize() > liveBefore+collectAfter {
		runtime.GC()
		liveBefore = heapSize()
	}
}

func heapSize() uint64 {
	metrics.Read(heapObjects)
	return heapObjects[0].Value.Uint64()
}
