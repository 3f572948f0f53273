package jsonterm

import "github.com/open-policy-agent/opa/v1/ast"

// The numbers of terms that upstream shares already.
const (
	idNull uint32 = iota + 1
	idTrue
	idFalse
	idEmptyObject
	idEmptyArray
	firstFree
)

const (
	// maxSubtree is the number of numbers (two for a pair) up to which an object or array is worth sharing.
	maxSubtree = 32
	// maxSubtrees bounds the table.
	maxSubtrees = 1 << 16
)

// subtrees shares equal objects and arrays: resources of a plan repeat each other's blocks, tags and marks. Terms of an
// input are never changed by an evaluation, so sharing is safe.
type subtrees struct {
	last  uint32
	table map[uint64][]subtree
	count int
	ids   []uint32
}

type subtree struct {
	ids  []uint32
	node node
}

func newSubtrees() *subtrees {
	return &subtrees{last: firstFree, table: make(map[uint64][]subtree, 1024)}
}

func (s *subtrees) next() uint32 {
	s.last++
	return s.last
}

func (s *subtrees) object(pairs []pair, build func() *ast.Term) node {
	if 2*len(pairs) > maxSubtree {
		return node{term: build()}
	}
	ids := append(s.ids[:0], '{')
	for _, p := range pairs {
		if p.value.id == 0 {
			return node{term: build()}
		}
		ids = append(ids, p.key.id, p.value.id)
	}
	s.ids = ids
	return s.find(ids, build)
}

func (s *subtrees) array(elements []node, build func() *ast.Term) node {
	if len(elements) > maxSubtree {
		return node{term: build()}
	}
	ids := append(s.ids[:0], '[')
	for _, n := range elements {
		if n.id == 0 {
			return node{term: build()}
		}
		ids = append(ids, n.id)
	}
	s.ids = ids
	return s.find(ids, build)
}

func (s *subtrees) find(ids []uint32, build func() *ast.Term) node {
	hash := fnv(ids)
	for _, known := range s.table[hash] {
		if equal(known.ids, ids) {
			return known.node
		}
	}
	if s.count >= maxSubtrees {
		return node{term: build()}
	}
	n := node{build(), s.next()}
	s.count++
	s.table[hash] = append(s.table[hash], subtree{ids: append([]uint32(nil), ids...), node: n})
	return n
}

func fnv(ids []uint32) uint64 {
	hash := uint64(14695981039346656037)
	for _, id := range ids {
		hash = (hash ^ uint64(id)) * 1099511628211
	}
	return hash
}

func equal(a, b []uint32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
