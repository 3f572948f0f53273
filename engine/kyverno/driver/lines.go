package driver

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// lineIndex finds the line of a field in a policy's text, for messages. It is built only when it is asked for.
type lineIndex struct {
	part chunk
	root *yaml.Node
}

func newLineIndex(part chunk) *lineIndex {
	return &lineIndex{part: part}
}

// line of a path such as spec.rules[0].validate, or of its nearest existing ancestor; the document's first line
// when the text cannot be read at all.
func (l *lineIndex) line(path string) int {
	if l.root == nil {
		var root yaml.Node
		if err := yaml.Unmarshal(l.part.text, &root); err != nil || len(root.Content) == 0 {
			return l.part.line
		}
		l.root = root.Content[0]
	}
	line := l.root.Line
	node := l.root
	for _, step := range pathSteps(path) {
		key, value := child(node, step)
		if value == nil {
			break
		}
		node, line = value, key.Line
	}
	return l.part.line + line - 1
}

var stepPattern = regexp.MustCompile(`\[([^\]]*)\]|[^.\[\]]+`)

func pathSteps(path string) []string {
	var steps []string
	for _, match := range stepPattern.FindAllStringSubmatch(path, -1) {
		if strings.HasPrefix(match[0], "[") {
			steps = append(steps, strings.Trim(match[1], `"`))
		} else {
			steps = append(steps, match[0])
		}
	}
	return steps
}

func child(node *yaml.Node, step string) (key, value *yaml.Node) {
	switch node.Kind {
	case yaml.AliasNode:
		return child(node.Alias, step)
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i], node.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if index, err := strconv.Atoi(step); err == nil && index >= 0 && index < len(node.Content) {
			return node.Content[index], node.Content[index]
		}
	}
	return nil, nil
}
