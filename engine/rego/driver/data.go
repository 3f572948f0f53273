package driver

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// loadData mounts data files with upstream's own loader over a file system of memory.
func loadData(files []File, roots []string) (storage.Store, []Diagnostic) {
	memory := fstest.MapFS{}
	var diagnostics []Diagnostic
	var paths []string
	for _, file := range files {
		name := cleanPath(file.Path)
		if !isDataFile(name) {
			diagnostics = append(diagnostics, warning("data.ignored", "not a .json, .yaml or .yml file: ignored, as Conftest does", "").in(file.Path))
			continue
		}
		memory[name] = &fstest.MapFile{Data: []byte(file.Text), Mode: 0o444}
		paths = append(paths, name)
	}
	if len(roots) > 0 {
		paths = paths[:0]
		for _, root := range roots {
			paths = append(paths, cleanPath(root))
		}
	}
	sort.Strings(paths)
	if len(memory) == 0 {
		return inmem.New(), diagnostics
	}
	loaded, err := loader.NewFileLoader().WithFS(memory).Filtered(paths, nil)
	if err != nil {
		return nil, append(diagnostics, dataErrors(err)...)
	}
	return inmem.NewFromObjectWithOpts(loaded.Documents, inmem.OptReturnASTValuesOnRead(true)), diagnostics
}

func cleanPath(name string) string {
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

func isDataFile(name string) bool {
	switch path.Ext(name) {
	case ".json", ".yaml", ".yml":
		return true
	}
	return false
}

func dataErrors(err error) []Diagnostic {
	remedy := "Correct the data file. Files at one level are merged, so their top must be objects with different keys."
	list, ok := err.(loader.Errors)
	if !ok {
		return []Diagnostic{problem("data.invalid", err.Error(), remedy)}
	}
	var all []Diagnostic
	for _, e := range list {
		all = append(all, problem("data.invalid", e.Error(), remedy))
	}
	return all
}

// fileSet is what policies may read by path: nothing but what was given.
type fileSet map[string]string

func newFileSet(files []File) fileSet {
	set := make(fileSet, len(files))
	for _, file := range files {
		set[cleanPath(file.Path)] = file.Text
	}
	return set
}

func (s fileSet) read(name string) (string, error) {
	text, ok := s[cleanPath(name)]
	if !ok {
		return "", fmt.Errorf("%s: %w: the sandbox holds only files that were given to it", name, fs.ErrNotExist)
	}
	return text, nil
}
