package jsonterm

// maxProbes bounds the search of a table: text made to collide goes to an ordinary map.
const maxProbes = 16

// table finds shared terms by their text, whose hash the reader has at hand. Go's own map would hash it once more.
type table struct {
	slots    []slot
	count    int
	overflow map[string]node
	// marks and plain say of a key, by its number, whether it names marks of sensitivity, and whether it needs no escape.
	marks, plain []bool
}

type slot struct {
	text string
	hash uint32
	node node
}

func newTable(size int) *table {
	return &table{slots: make([]slot, size), marks: make([]bool, 1), plain: make([]bool, 1)}
}

func (t *table) find(text []byte, hash uint32) (node, bool) {
	mask := uint32(len(t.slots) - 1)
	for probe := uint32(0); probe < maxProbes; probe++ {
		s := &t.slots[(hash+probe)&mask]
		if s.node.term == nil {
			return node{}, false
		}
		if s.hash == hash && s.text == string(text) {
			return s.node, true
		}
	}
	n, found := t.overflow[string(text)]
	return n, found
}

func (t *table) insert(text string, hash uint32, n node) {
	if t.count++; t.count > len(t.slots)/2 {
		t.grow()
	}
	t.put(slot{text, hash, n})
}

func (t *table) put(s slot) {
	mask := uint32(len(t.slots) - 1)
	for probe := uint32(0); probe < maxProbes; probe++ {
		place := &t.slots[(s.hash+probe)&mask]
		if place.node.term == nil {
			*place = s
			return
		}
	}
	if t.overflow == nil {
		t.overflow = map[string]node{}
	}
	t.overflow[s.text] = s.node
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.node.term != nil {
			t.put(s)
		}
	}
}
