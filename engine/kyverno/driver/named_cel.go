package driver

import (
	"strconv"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/ext"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
)

// celPaths follows `object.spec.containers.all(c, has(c.image))` to spec.containers.*.image. Only the syntax is read:
// whatever the expression means was compiled by upstream.
func celPaths(variables []admissionregistrationv1.Variable, validations []admissionregistrationv1.Validation) [][]string {
	reader := &celReader{variables: map[string]ast.Expr{}, scope: map[string][][]string{}}
	for _, variable := range variables {
		if parsed := parseCEL(variable.Expression); parsed != nil {
			reader.variables[variable.Name] = parsed
		}
	}
	for _, validation := range validations {
		if parsed := parseCEL(validation.Expression); parsed != nil {
			reader.visit(parsed, false)
		}
	}
	return reader.found
}

var syntaxEnv = sync.OnceValue(func() *cel.Env {
	env, err := cel.NewEnv(cel.OptionalTypes(), ext.TwoVarComprehensions(), ext.Bindings())
	if err != nil {
		panic(err)
	}
	return env
})

func parseCEL(expression string) ast.Expr {
	parsed, issues := syntaxEnv().Parse(expression)
	if issues.Err() != nil {
		return nil
	}
	return parsed.NativeRep().Expr()
}

type celReader struct {
	variables map[string]ast.Expr
	scope     map[string][][]string
	found     [][]string
	depth     int
}

// paths that an expression stands for; none when it is not a place in the object.
func (r *celReader) paths(expr ast.Expr) [][]string {
	switch expr.Kind() {
	case ast.IdentKind:
		if expr.AsIdent() == "object" {
			return [][]string{{}}
		}
		return r.scope[expr.AsIdent()]
	case ast.SelectKind:
		selected := expr.AsSelect()
		if operand := selected.Operand(); operand.Kind() == ast.IdentKind && operand.AsIdent() == "variables" {
			return r.variable(selected.FieldName())
		}
		return extend(r.paths(selected.Operand()), selected.FieldName())
	case ast.CallKind:
		return r.callPaths(expr.AsCall())
	case ast.ComprehensionKind:
		// filter and map give items of what they range over
		return r.paths(expr.AsComprehension().IterRange())
	default:
		return nil
	}
}

func (r *celReader) variable(name string) [][]string {
	definition, ok := r.variables[name]
	if !ok || r.depth > 8 {
		return nil
	}
	r.depth++
	defer func() { r.depth-- }()
	return r.paths(definition)
}

func (r *celReader) callPaths(call ast.CallExpr) [][]string {
	args := call.Args()
	switch call.FunctionName() {
	case "_?._", "_[_]", "_[?_]":
		return extend(r.paths(args[0]), literal(args[1]))
	case "_+_", "_||_":
		return append(r.paths(args[0]), r.paths(args[1])...)
	case "_?_:_":
		return append(r.paths(args[1]), r.paths(args[2])...)
	case "orValue", "or", "value", "hasValue":
		if call.IsMemberFunction() {
			return r.paths(call.Target())
		}
	}
	return nil
}

func literal(expr ast.Expr) string {
	if expr.Kind() == ast.LiteralKind {
		switch value := expr.AsLiteral().(type) {
		case types.String:
			return string(value)
		case types.Int:
			return strconv.FormatInt(int64(value), 10)
		}
	}
	return "*"
}

func extend(paths [][]string, step string) [][]string {
	out := make([][]string, 0, len(paths))
	for _, path := range paths {
		out = append(out, append(append([]string{}, path...), step))
	}
	return out
}

// visit records the longest paths; inside says that a longer one around this expression was recorded already.
func (r *celReader) visit(expr ast.Expr, inside bool) {
	here := r.paths(expr)
	if len(here) > 0 && !inside && expr.Kind() != ast.ComprehensionKind {
		r.found = append(r.found, here...)
		inside = true
	}
	switch expr.Kind() {
	case ast.SelectKind:
		selected := expr.AsSelect()
		if operand := selected.Operand(); operand.Kind() == ast.IdentKind && operand.AsIdent() == "variables" {
			r.visitVariable(selected.FieldName(), inside)
			return
		}
		r.visit(selected.Operand(), inside)
	case ast.CallKind:
		call := expr.AsCall()
		if call.IsMemberFunction() {
			r.visit(call.Target(), inside)
		}
		for _, arg := range call.Args() {
			r.visit(arg, inside)
		}
	case ast.ComprehensionKind:
		r.visitLoop(expr.AsComprehension())
	case ast.ListKind:
		for _, element := range expr.AsList().Elements() {
			r.visit(element, inside)
		}
	}
}

func (r *celReader) visitVariable(name string, inside bool) {
	definition, ok := r.variables[name]
	if !ok || r.depth > 8 {
		return
	}
	r.depth++
	r.visit(definition, inside)
	r.depth--
}

func (r *celReader) visitLoop(loop ast.ComprehensionExpr) {
	r.visit(loop.IterRange(), false)
	items := extend(r.paths(loop.IterRange()), "*")
	names := []string{loop.IterVar()}
	if loop.HasIterVar2() {
		names = append(names, loop.IterVar2())
	}
	before := map[string][][]string{}
	for _, name := range names {
		before[name] = r.scope[name]
		r.scope[name] = items
	}
	r.visit(loop.LoopStep(), false)
	r.visit(loop.LoopCondition(), false)
	r.visit(loop.Result(), false)
	for _, name := range names {
		r.scope[name] = before[name]
	}
}
