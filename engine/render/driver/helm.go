package driver

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/ignore"
	"helm.sh/helm/v3/pkg/releaseutil"
	"helm.sh/helm/v3/pkg/strvals"
	"sigs.k8s.io/yaml"
)

// ValuesSet is one way a chart is deployed: values files on top of the chart's own, in order, then assignments, each as
// `--set-json` takes it: NAME=JSON.
type ValuesSet struct {
	Files []File   `json:"files"`
	Set   []string `json:"set"`
}

// HelmRequest renders one chart with one set of values, as `helm template RELEASE CHART` does.
type HelmRequest struct {
	Files       []File    `json:"files"`
	Values      ValuesSet `json:"values"`
	Release     string    `json:"release"`
	Namespace   string    `json:"namespace"`
	KubeVersion string    `json:"kubeVersion"`
	APIVersions []string  `json:"apiVersions"`
	// Targets are nodes whose deciding value is wanted; see trace.go.
	Targets []Target `json:"targets"`
}

// Helm renders a chart. What is wrong with the chart is a value of the answer.
func Helm(asked HelmRequest) Answer {
	files, err := helmFiles(asked.Files)
	if err != nil {
		return failed("render.chart-invalid", err)
	}
	values, err := mergedValues(asked.Values)
	if err != nil {
		return failed("render.values-invalid", err)
	}
	documents, failure := renderChart(asked, files, values)
	if failure != nil {
		return Answer{Error: failure}
	}
	answer := Answer{Documents: documents}
	if len(asked.Targets) > 0 {
		answer.Traces = traceValues(asked, files, values, documents)
	}
	return answer
}

// renderChart loads the chart anew, because dependency processing changes it.
func renderChart(asked HelmRequest, files []*loader.BufferedFile, values map[string]any) ([]Document, *Failure) {
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return nil, failureOf("render.chart-invalid", err)
	}
	if missing := missingDependencies(loaded); len(missing) > 0 {
		return nil, &Failure{Code: "render.dependency-missing", Message: "dependencies are not vendored: " + strings.Join(missing, ", ")}
	}
	if err := chartutil.ProcessDependenciesWithMerge(loaded, values); err != nil {
		return nil, failureOf("render.chart-invalid", err)
	}
	capabilities, err := capabilitiesOf(asked)
	if err != nil {
		return nil, failureOf("render.kube-version", err)
	}
	if wants := loaded.Metadata.KubeVersion; wants != "" && !chartutil.IsCompatibleRange(wants, capabilities.KubeVersion.Version) {
		return nil, failureOf("render.kube-version", fmt.Errorf("the chart asks for Kubernetes %s, it is rendered for %s", wants, capabilities.KubeVersion.Version))
	}
	options := chartutil.ReleaseOptions{Name: asked.Release, Namespace: asked.Namespace, Revision: 1, IsInstall: true}
	prepared, err := chartutil.ToRenderValues(loaded, values, options, capabilities)
	if err != nil {
		return nil, failureOf("render.values-invalid", err)
	}
	rendered, err := engine.Engine{}.Render(loaded, prepared)
	if err != nil {
		return nil, failureOf("render.template-failed", err)
	}
	return sorted(rendered)
}

func capabilitiesOf(asked HelmRequest) (*chartutil.Capabilities, error) {
	capabilities := chartutil.DefaultCapabilities.Copy()
	if asked.KubeVersion != "" {
		parsed, err := chartutil.ParseKubeVersion(asked.KubeVersion)
		if err != nil {
			return nil, err
		}
		capabilities.KubeVersion = *parsed
	}
	capabilities.APIVersions = append(capabilities.APIVersions, asked.APIVersions...)
	return capabilities, nil
}

// sorted puts documents into the order of installation, hooks last, as Helm prints them.
func sorted(rendered map[string]string) ([]Document, *Failure) {
	total := 0
	for name, text := range rendered {
		if total += len(text); total > maxRendered {
			return nil, tooLarge()
		}
		if path.Base(name) == "NOTES.txt" {
			delete(rendered, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(rendered, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, failureOf("render.output-invalid", err)
	}
	documents := make([]Document, 0, len(manifests)+len(hooks))
	for _, manifest := range manifests {
		documents = append(documents, Document{Source: manifest.Name, Text: manifest.Content})
	}
	for _, hook := range hooks {
		documents = append(documents, Document{Source: hook.Path, Text: hook.Manifest, Hook: true})
	}
	return documents, nil
}

// mergedValues reads values files as `--values` does, a later one over an earlier one, then assignments as `--set-json`.
func mergedValues(set ValuesSet) (map[string]any, error) {
	merged := map[string]any{}
	for _, file := range set.Files {
		values := map[string]any{}
		if err := yaml.Unmarshal(file.bytes(), &values); err != nil {
			return nil, &placed{file.Path, err}
		}
		merged = mergeMaps(merged, values)
	}
	for _, assignment := range set.Set {
		if err := strvals.ParseJSON(assignment, merged); err != nil {
			return nil, &placed{"set " + assignment, err}
		}
	}
	return merged, nil
}

// mergeMaps is how Helm's command line lays one values file over another: unlike CoalesceTables it keeps nulls.
func mergeMaps(under, over map[string]any) map[string]any {
	merged := make(map[string]any, len(under)+len(over))
	for key, value := range under {
		merged[key] = value
	}
	for key, value := range over {
		if table, ok := value.(map[string]any); ok {
			if below, ok := merged[key].(map[string]any); ok {
				merged[key] = mergeMaps(below, table)
				continue
			}
		}
		merged[key] = value
	}
	return merged
}

// missingDependencies names what Chart.yaml requires and charts/ lacks, as Helm checks before it renders.
func missingDependencies(loaded *chart.Chart) []string {
	present := map[string]bool{}
	for _, one := range loaded.Dependencies() {
		present[one.Metadata.Name] = true
	}
	var missing []string
	for _, one := range loaded.Metadata.Dependencies {
		if !present[one.Name] {
			missing = append(missing, one.Name+" "+one.Version)
		}
	}
	return missing
}

// helmFiles leaves out what .helmignore names, as Helm does when it reads a folder.
func helmFiles(files []File) ([]*loader.BufferedFile, error) {
	rules := ignore.Empty()
	for _, file := range files {
		if file.Path == ignore.HelmIgnore {
			parsed, err := ignore.Parse(bytes.NewReader(file.bytes()))
			if err != nil {
				return nil, err
			}
			rules = parsed
		}
	}
	rules.AddDefaults()
	kept := make([]*loader.BufferedFile, 0, len(files))
	for _, file := range files {
		if !ignored(rules, file.Path) {
			kept = append(kept, &loader.BufferedFile{Name: file.Path, Data: bytes.TrimPrefix(file.bytes(), []byte("\xef\xbb\xbf"))})
		}
	}
	sort.Slice(kept, func(a, b int) bool { return kept[a].Name < kept[b].Name })
	return kept, nil
}

func ignored(rules *ignore.Rules, name string) bool {
	for at, character := range name {
		if character == '/' && rules.Ignore(name[:at], entry{name[:at], true}) {
			return true
		}
	}
	return rules.Ignore(name, entry{name, false})
}

// entry is a file or folder as far as the rules of .helmignore look at one.
type entry struct {
	name   string
	folder bool
}

func (e entry) Name() string       { return path.Base(e.name) }
func (e entry) Size() int64        { return 0 }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.folder }
func (e entry) Sys() any           { return nil }
func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir
	}
	return 0
}
