package driver

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Position is a place in a file: line and column from 1 (columns count characters), byte offset from 0.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

// Range is from start to end, exclusive.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// HCLBlock is a block with its attributes and inner blocks. Addresses are Terraform's, within the file's module.
type HCLBlock struct {
	Type    string   `json:"type"`
	Labels  []string `json:"labels,omitempty"`
	Address string   `json:"address,omitempty"`
	// Source of a module block, when it is a literal.
	Source string `json:"source,omitempty"`
	// Range is the whole block, Header its first line up to the brace.
	Range      Range              `json:"range"`
	Header     Range              `json:"header"`
	Attributes map[string]HCLItem `json:"attributes,omitempty"`
	Blocks     []HCLBlock         `json:"blocks,omitempty"`
}

// HCLItem is an attribute or a member of a literal list or object.
type HCLItem struct {
	Range Range     `json:"range"`
	Items []HCLItem `json:"items,omitempty"`
	// Members of an object whose keys are literal.
	Members map[string]HCLItem `json:"members,omitempty"`
}

// HCLResponse is the index of a file. A file with errors is indexed as far as it was understood.
type HCLResponse struct {
	Blocks      []HCLBlock   `json:"blocks"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// IndexHCL tells where in a .tf file each block and attribute stands.
func IndexHCL(header ReadHeader, text []byte) HCLResponse {
	response := HCLResponse{Blocks: []HCLBlock{}, Diagnostics: []Diagnostic{}}
	file, problems := hclsyntax.ParseConfig(text, header.Path, hcl.InitialPos)
	for _, p := range problems {
		d := problem("input.unparsable", p.Summary+": "+p.Detail, "").in(header.Path)
		if p.Subject != nil {
			d.Line, d.Column = p.Subject.Start.Line, p.Subject.Start.Column
		}
		response.Diagnostics = append(response.Diagnostics, d)
	}
	if file == nil {
		return response
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return response
	}
	for _, block := range body.Blocks {
		response.Blocks = append(response.Blocks, indexBlock(block, true))
	}
	return response
}

func indexBlock(block *hclsyntax.Block, top bool) HCLBlock {
	indexed := HCLBlock{Type: block.Type, Labels: block.Labels, Range: rangeOf(block.Range()),
		Header: rangeOf(hcl.RangeBetween(block.TypeRange, block.OpenBraceRange)), Attributes: map[string]HCLItem{}}
	indexed.Range.End = positionOf(block.CloseBraceRange.End)
	if top {
		indexed.Address = addressOf(block.Type, block.Labels)
	}
	for name, attribute := range block.Body.Attributes {
		indexed.Attributes[name] = indexItem(attribute.SrcRange, attribute.Expr)
	}
	if source, ok := block.Body.Attributes["source"]; ok && block.Type == "module" {
		indexed.Source = literal(source.Expr)
	}
	for _, inner := range block.Body.Blocks {
		indexed.Blocks = append(indexed.Blocks, indexBlock(inner, false))
	}
	return indexed
}

// addressOf writes a block's address as plans and references do.
func addressOf(kind string, labels []string) string {
	name := strings.Join(labels, ".")
	switch kind {
	case "resource":
		return name
	case "variable":
		return "var." + name
	case "locals", "terraform":
		return kind
	default:
		return strings.TrimSuffix(kind+"."+name, ".")
	}
}

func indexItem(where hcl.Range, expression hclsyntax.Expression) HCLItem {
	item := HCLItem{Range: rangeOf(where)}
	switch e := expression.(type) {
	case *hclsyntax.TupleConsExpr:
		for _, element := range e.Exprs {
			item.Items = append(item.Items, indexItem(element.Range(), element))
		}
	case *hclsyntax.ObjectConsExpr:
		item.Members = map[string]HCLItem{}
		for _, pair := range e.Items {
			if key := literal(pair.KeyExpr); key != "" {
				item.Members[key] = indexItem(hcl.RangeBetween(pair.KeyExpr.Range(), pair.ValueExpr.Range()), pair.ValueExpr)
			}
		}
	}
	return item
}

// literal is the text of an expression that needs no evaluation, or nothing.
func literal(expression hclsyntax.Expression) string {
	if key, ok := expression.(*hclsyntax.ObjectConsKeyExpr); ok {
		if word := hcl.ExprAsKeyword(key.Wrapped); word != "" {
			return word
		}
	}
	value, problems := expression.Value(nil)
	if problems.HasErrors() || value.IsNull() || !value.IsKnown() || value.Type() != cty.String {
		return ""
	}
	return value.AsString()
}

func rangeOf(r hcl.Range) Range {
	return Range{Start: positionOf(r.Start), End: positionOf(r.End)}
}

func positionOf(p hcl.Pos) Position {
	return Position{Line: p.Line, Column: p.Column, Offset: p.Byte}
}
