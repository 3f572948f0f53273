package driver

import (
	"fmt"
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// KustomizeRequest builds the kustomization of a folder, as `kustomize build FOLDER` does.
type KustomizeRequest struct {
	Files  []File `json:"files"`
	Folder string `json:"folder"`
}

// annotations say where each object comes from, and which transformers it went through.
var annotations = []string{types.OriginAnnotations, types.TransformerAnnotations}

// Kustomize builds a kustomization on files in memory: no plugin runs, and nothing is fetched.
func Kustomize(asked KustomizeRequest) Answer {
	files := filesys.MakeFsInMemory()
	for _, file := range asked.Files {
		content, err := withOrigins(asked.Folder, file)
		if err != nil {
			return failed("render.kustomization-invalid", err)
		}
		if err := files.WriteFile(path.Join("/", file.Path), content); err != nil {
			return failed("render.kustomization-invalid", err)
		}
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as the command line has it: the library's own default is not to sort
	built, err := krusty.MakeKustomizer(options).Run(files, path.Join("/", asked.Folder))
	if err != nil {
		return failed("render.kustomization-invalid", err)
	}
	wanted := wantedAnnotations(asked)
	documents := make([]Document, 0, built.Size())
	total := 0
	for _, one := range built.Resources() {
		document, err := documentOf(one, asked.Folder, wanted)
		if err != nil {
			return failed("render.output-invalid", err)
		}
		if total += len(document.Text); total > maxRendered {
			return Answer{Error: tooLarge()}
		}
		documents = append(documents, document)
	}
	return Answer{Documents: documents}
}

func documentOf(one *resource.Resource, folder string, keep []any) (Document, error) {
	origin, err := one.GetOrigin()
	if err != nil {
		return Document{}, err
	}
	source := ""
	if origin != nil && origin.Path != "" {
		source = path.Join(folder, origin.Path)
	} else if origin != nil && origin.ConfiguredIn != "" {
		source = path.Join(folder, origin.ConfiguredIn)
	}
	transformers, err := transformersOf(one, folder)
	if err != nil {
		return Document{}, err
	}
	if err := withoutAnnotations(one, keep); err != nil {
		return Document{}, err
	}
	text, err := one.AsYAML()
	return Document{Source: source, Text: string(text), Transformers: transformers}, err
}

func transformersOf(one *resource.Resource, folder string) ([]Transformer, error) {
	transformations, err := one.GetTransformations()
	transformers := make([]Transformer, 0, len(transformations))
	for _, transformation := range transformations {
		file := path.Join(folder, transformation.ConfiguredIn)
		transformers = append(transformers, Transformer{File: file, Kind: transformation.ConfiguredBy.Kind})
	}
	return transformers, err
}

func withoutAnnotations(one *resource.Resource, keep []any) error {
	if !has(keep, types.TransformerAnnotations) {
		if err := one.ClearTransformations(); err != nil {
			return err
		}
	}
	if has(keep, types.OriginAnnotations) {
		return nil
	}
	return one.SetOrigin(nil)
}

// withOrigins asks the root kustomization for the annotations; what it adds is taken away again.
func withOrigins(folder string, file File) ([]byte, error) {
	if !isRoot(folder, file.Path) {
		return file.bytes(), nil
	}
	var fields map[string]any
	if err := yaml.UnmarshalStrict(file.bytes(), &fields); err != nil {
		return nil, fmt.Errorf("%s: %w", file.Path, err)
	}
	metadata, isList := fields["buildMetadata"].([]any)
	if fields == nil || fields["buildMetadata"] != nil && !isList {
		return file.bytes(), nil
	}
	for _, annotation := range annotations {
		if !has(metadata, annotation) {
			metadata = append(metadata, annotation)
		}
	}
	fields["buildMetadata"] = metadata
	return yaml.Marshal(fields)
}

func wantedAnnotations(asked KustomizeRequest) []any {
	for _, file := range asked.Files {
		if isRoot(asked.Folder, file.Path) {
			var fields struct {
				BuildMetadata []any `json:"buildMetadata"`
			}
			_ = yaml.Unmarshal(file.bytes(), &fields)
			return fields.BuildMetadata
		}
	}
	return nil
}

func isRoot(folder, file string) bool {
	if path.Clean(path.Dir(file)) != path.Clean(folder) {
		return false
	}
	switch path.Base(file) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}

func has(list []any, wanted string) bool {
	for _, one := range list {
		if one == wanted {
			return true
		}
	}
	return false
}
