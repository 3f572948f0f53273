package driver

import (
	"encoding/json"
	"fmt"
	"strconv"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/strvals"
	"sigs.k8s.io/yaml"
)

// maxLeaves is how many values are tried; a chart with more is traced to its templates only.
const maxLeaves = 150

// Target is a node of a rendered object: the document's index among those of its rendering, and the path in it.
type Target struct {
	Document int   `json:"document"`
	Path     []any `json:"path"`
}

// Trace is the value that decides a target; Leaf is empty where it is not certain.
type Trace struct {
	Leaf []string `json:"leaf,omitempty"`
	// Set is the assignment that the value comes from, counted from 1; 0 where it stands in a values file.
	Set int `json:"set,omitempty"`
}

// traceValues renders again with one leaf of the values changed at a time. Where a target changes with exactly one leaf,
// that leaf decides it; where it changes with several, with none, or by itself, nothing is claimed.
func traceValues(asked HelmRequest, files []*loader.BufferedFile, values map[string]any, before []Document) []Trace {
	traces := make([]Trace, len(asked.Targets))
	trials, unstable, ok := newTrials(asked, files, values, before)
	if !ok {
		return traces
	}
	all := mergeMaps(chartValues(files), values)
	leaves := readLeaves(leavesOf(all, nil, nil), textsOf(trials.files, asked.Values))
	if len(leaves) > maxLeaves {
		return traces
	}
	expected := nodesOf(before, asked.Targets)
	deciding := make([][][]string, len(asked.Targets))
	for _, leaf := range leaves {
		changed := clone(values)
		put(changed, leaf, other(get(all, leaf)))
		for at, node := range trials.nodes(changed) {
			if node != expected[at] {
				deciding[at] = append(deciding[at], leaf)
			}
		}
	}
	for at, found := range deciding {
		if len(found) == 1 && unstable[at] == expected[at] {
			traces[at] = Trace{Leaf: found[0], Set: assignmentOf(asked.Values.Set, found[0])}
		}
	}
	return traces
}

// assignmentOf is the last assignment that says anything of a leaf.
func assignmentOf(set []string, leaf []string) int {
	for at := len(set); at > 0; at-- {
		assigned := map[string]any{}
		if strvals.ParseJSON(set[at-1], assigned) == nil && reaches(assigned, leaf) {
			return at
		}
	}
	return 0
}

func reaches(value any, leaf []string) bool {
	for _, key := range leaf {
		table, ok := value.(map[string]any)
		if !ok {
			return true
		}
		if value, ok = table[key]; !ok {
			return false
		}
	}
	return true
}

func chartValues(files []*loader.BufferedFile) map[string]any {
	for _, file := range files {
		if file.Name == "values.yaml" {
			values := map[string]any{}
			if yaml.Unmarshal(file.Data, &values) == nil && values != nil {
				return values
			}
		}
	}
	return map[string]any{}
}

func leavesOf(value any, at []string, leaves [][]string) [][]string {
	table, ok := value.(map[string]any)
	if !ok {
		if value == nil || len(at) == 0 {
			return leaves
		}
		return append(leaves, append([]string(nil), at...))
	}
	for key, member := range table {
		leaves = leavesOf(member, append(at, key), leaves)
	}
	return leaves
}

func get(value any, at []string) any {
	for _, key := range at {
		value = value.(map[string]any)[key]
	}
	return value
}

func put(table map[string]any, at []string, value any) {
	for _, key := range at[:len(at)-1] {
		below, ok := table[key].(map[string]any)
		if !ok {
			below = map[string]any{}
			table[key] = below
		}
		table = below
	}
	table[at[len(at)-1]] = value
}

// other is a value of the same type that is not the same.
func other(value any) any {
	switch value := value.(type) {
	case bool:
		return !value
	case float64:
		return value + 1
	case int64:
		return value + 1
	case string:
		return value + "-traced"
	case []any:
		return []any{}
	default:
		return nil
	}
}

func clone(values map[string]any) map[string]any {
	text, _ := json.Marshal(values)
	copied := map[string]any{}
	_ = json.Unmarshal(text, &copied)
	return copied
}

// nodesOf are the targets as JSON, empty where there is no such node.
func nodesOf(documents []Document, targets []Target) []string {
	read := map[int]any{}
	nodes := make([]string, len(targets))
	for at, target := range targets {
		if target.Document < 0 || target.Document >= len(documents) {
			continue
		}
		if _, ok := read[target.Document]; !ok {
			var object any
			_ = yaml.Unmarshal([]byte(documents[target.Document].Text), &object)
			read[target.Document] = object
		}
		nodes[at] = nodeAt(read[target.Document], target.Path)
	}
	return nodes
}

func nodeAt(node any, steps []any) string {
	for _, step := range steps {
		switch here := node.(type) {
		case map[string]any:
			member, ok := here[fmt.Sprint(step)]
			if !ok {
				return ""
			}
			node = member
		case []any:
			index, err := strconv.Atoi(fmt.Sprint(step))
			if err != nil || index < 0 || index >= len(here) {
				return ""
			}
			node = here[index]
		default:
			return ""
		}
	}
	text, _ := json.Marshal(node)
	return string(text)
}
