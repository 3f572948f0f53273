package jsonterm

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

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
	maxSubtrees = 1 << 12
)

// subtrees shares equal objects and arrays: resources of a plan repeat each other's blocks, tags and marks. Terms of an
// input are never changed by an evaluation, so sharing is safe.
type subtrees struct {
	last  uint32
	table map[uint64][]subtree
	count int
	// ids are those of the members last looked for.
	ids []uint32
}

type subtree struct {
	ids  []uint32
	node node
}

// place is where a term that was not found would be kept; zero for one that cannot be shared.
type place struct {
	hash    uint64
	sharing bool
}

func newSubtrees() *subtrees {
	return &subtrees{last: firstFree, table: make(map[uint64][]subtree, 1024)}
}

func (s *subtrees) next() uint32 {
	s.last++
	return s.last
}

func (s *subtrees) object(pairs []pair) (node, place) {
	if 2*len(pairs) > maxSubtree {
		return node{}, place{}
	}
	ids := append(s.ids[:0], '{')
	for i := range pairs {
		if pairs[i].value.id == 0 {
			return node{}, place{}
		}
		ids = append(ids, pairs[i].key.id, pairs[i].value.id)
	}
	s.ids = ids
	return s.find()
}

func (s *subtrees) array(elements []node) (node, place) {
	if len(elements) > maxSubtree {
		return node{}, place{}
	}
	ids := append(s.ids[:0], '[')
	for i := range elements {
		if elements[i].id == 0 {
			return node{}, place{}
		}
		ids = append(ids, elements[i].id)
	}
	s.ids = ids
	return s.find()
}

func (s *subtrees) find() (node, place) {
	hash := uint64(14695981039346656037)
	for _, id := range s.ids {
		hash = (hash ^ uint64(id)) * 1099511628211
	}
	for _, known := range s.table[hash] {
		if slices.Equal(known.ids, s.ids) {
			return known.node, place{}
		}
	}
	return node{}, place{hash, s.count < maxSubtrees}
}

// keep remembers the term that was built from the members last looked for.
func (s *subtrees) keep(at place, term *ast.Term) node {
	if !at.sharing {
		return node{term: term}
	}
	n := node{term, s.next()}
	s.count++
	s.table[at.hash] = append(s.table[at.hash], subtree{ids: slices.Clone(s.ids), node: n})
	return n
}
