package driver

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
)

// trials render a chart as often as values are tried: as little of it as the targets need.
type trials struct {
	asked   HelmRequest
	files   []*loader.BufferedFile
	targets []Target
	// documents is how many there have to be: where others come or go, an index says nothing.
	documents int
}

// newTrials renders once with nothing changed; the nodes tell what changes by itself.
func newTrials(asked HelmRequest, files []*loader.BufferedFile, values map[string]any, before []Document) (trials, []string, bool) {
	for _, some := range [][]*loader.BufferedFile{neededFiles(files, asked.Targets, before), files} {
		documents, failure := renderChart(asked, some, clone(values))
		targets, ok := movedTargets(asked.Targets, before, documents)
		if failure == nil && ok {
			return trials{asked, some, targets, len(documents)}, nodesOf(documents, targets), true
		}
	}
	return trials{}, nil, false
}

// nodes are those of the targets, none where the values cannot be rendered or make other documents.
func (t trials) nodes(values map[string]any) []string {
	documents, failure := renderChart(t.asked, t.files, values)
	if failure != nil || len(documents) != t.documents {
		return nil
	}
	return nodesOf(documents, t.targets)
}

// neededFiles leaves out the templates that no target comes from. What defines parts for others stays, and all of them
// where templates may include each other by their paths.
func neededFiles(files []*loader.BufferedFile, targets []Target, before []Document) []*loader.BufferedFile {
	wanted := map[string]bool{}
	for _, target := range targets {
		if target.Document >= 0 && target.Document < len(before) {
			_, file, _ := strings.Cut(before[target.Document].Source, "/")
			wanted[file] = true
		}
	}
	kept := make([]*loader.BufferedFile, 0, len(files))
	for _, file := range files {
		if bytes.Contains(file.Data, []byte("BasePath")) {
			return files
		}
		if wanted[file.Name] || !strings.HasPrefix(file.Name, "templates/") || definesParts(file) {
			kept = append(kept, file)
		}
	}
	return kept
}

func definesParts(file *loader.BufferedFile) bool {
	isPartial := strings.HasPrefix(path.Base(file.Name), "_")
	return isPartial || bytes.Contains(file.Data, []byte("define")) || bytes.Contains(file.Data, []byte("block"))
}

var (
	valuesRead = regexp.MustCompile(`\.Values\b(?:\.(\w+))?|"Values"|` + "`Values`")
	words      = regexp.MustCompile(`[\w-]+`)
)

// readLeaves leaves out the values that no text reads: their first key stands nowhere after `.Values`, nor in what a chart
// says of its dependencies. Where values are read as a whole, or where a text is not to be seen, all are tried.
func readLeaves(leaves [][]string, texts []*loader.BufferedFile) [][]string {
	read := map[string]bool{"global": true, "tags": true}
	for _, file := range texts {
		if strings.HasPrefix(file.Name, "charts/") && path.Ext(file.Name) == ".tgz" {
			return leaves
		}
		for _, found := range valuesRead.FindAllSubmatch(file.Data, -1) {
			if len(found[1]) == 0 {
				return leaves
			}
			read[string(found[1])] = true
		}
		if name := path.Base(file.Name); name == "Chart.yaml" || name == "requirements.yaml" {
			for _, word := range words.FindAll(file.Data, -1) {
				read[string(word)] = true
			}
		}
	}
	return slices.DeleteFunc(leaves, func(leaf []string) bool { return !read[leaf[0]] })
}

// textsOf are a chart's files and the values over them, which templates may take for templates.
func textsOf(files []*loader.BufferedFile, values ValuesSet) []*loader.BufferedFile {
	texts := slices.Clone(files)
	for _, file := range values.Files {
		texts = append(texts, &loader.BufferedFile{Name: file.Path, Data: file.bytes()})
	}
	for _, assignment := range values.Set {
		texts = append(texts, &loader.BufferedFile{Data: []byte(assignment)})
	}
	return texts
}

// movedTargets finds the documents of targets in another rendering: by template, and by their order in it.
func movedTargets(targets []Target, before, after []Document) ([]Target, bool) {
	moved := make([]Target, 0, len(targets))
	for _, target := range targets {
		if target.Document < 0 || target.Document >= len(before) {
			return nil, false
		}
		source := before[target.Document].Source
		was, is := indexesOf(source, before), indexesOf(source, after)
		if len(was) != len(is) {
			return nil, false
		}
		moved = append(moved, Target{is[slices.Index(was, target.Document)], target.Path})
	}
	return moved, true
}

func indexesOf(source string, documents []Document) []int {
	var indexes []int
	for at, document := range documents {
		if document.Source == source {
			indexes = append(indexes, at)
		}
	}
	return indexes
}
