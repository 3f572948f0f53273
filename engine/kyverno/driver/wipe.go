package driver

import (
	"runtime"
	"runtime/debug"
)

// wipeFreeMemory overwrites what the collector freed. Freed memory keeps its old content, and a snapshot would ship it:
// the allocator zeroes what it hands out, so everything free is allocated once and dropped again.
func wipeFreeMemory() {
	debug.SetGCPercent(-1)
	runtime.GC()
	wipePages()
	for _, size := range sizeClasses {
		wipeSlots(func() { sink = make([]byte, size) })
		wipeSlots(func() { pointers = make([]*byte, size/8) })
	}
	sink, pointers = nil, nil
	runtime.GC()
}

var (
	sink     []byte
	pointers []*byte
)

const page = 8192

// wipePages takes every page that the heap holds and does not use.
func wipePages() {
	var held [][]byte
	for idle() >= page {
		for range idle()/page/4 + 1 {
			held = append(held, make([]byte, page))
		}
	}
	runtime.KeepAlive(held)
}

// wipeSlots allocates until the free slots of its size are used up and the heap takes a new page for it.
func wipeSlots(allocate func()) {
	for before := inUse(); inUse() == before; {
		for range 32 {
			allocate()
		}
	}
}

func idle() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapIdle - stats.HeapReleased
}

func inUse() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}

// sizeClasses are those of Go's allocator (runtime/sizeclasses.go) up to a page.
var sizeClasses = []int{
	8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576,
	640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784,
}
