package driver

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// duplicateKey names both places of a key that is written twice in one mapping.
func duplicateKey(text []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return err
	}
	return duplicateIn(&root)
}

func duplicateIn(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode {
		first := map[string]int{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i]
			if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
				continue
			}
			if line, known := first[key.Value]; known {
				return fmt.Errorf("yaml: line %d: key %q is written twice, first at line %d", key.Line, key.Value, line)
			}
			first[key.Value] = key.Line
		}
	}
	for _, child := range node.Content {
		if err := duplicateIn(child); err != nil {
			return err
		}
	}
	return nil
}
