// Package library is the Rego that the gate offers to policies.
package library

import (
	"embed"
	"path"
	"slices"
)

//go:embed *.rego
var files embed.FS

// File is one module of the library.
type File struct{ Name, Text string }

// Files are the modules in the order of their names.
func Files() []File {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := make([]File, 0, len(names))
	for _, entry := range names {
		text, err := files.ReadFile(path.Clean(entry.Name()))
		if err != nil {
			panic(err)
		}
		all = append(all, File{entry.Name(), string(text)})
	}
	return slices.Clip(all)
}
