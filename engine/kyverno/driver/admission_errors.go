package driver

import (
	"errors"
	"fmt"

	kyvernocompiler "github.com/kyverno/kyverno/pkg/cel/compiler"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/version"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// admissionErrors compiles the expressions of a ValidatingAdmissionPolicy, which upstream does only when it judges, and
// gives what does not compile by its path. The API server refuses such a policy when it is applied.
func admissionErrors(policy *admissionregistrationv1.ValidatingAdmissionPolicy) map[string]error {
	compiler, err := admissionCompiler()
	if err != nil {
		return map[string]error{"spec": err}
	}
	options := cel.OptionalVariableDeclarations{HasParams: policy.Spec.ParamKind != nil}
	faults := map[string]error{}
	compile := func(path string, accessor cel.ExpressionAccessor) {
		if result := compiler.CompileCELExpression(accessor, options, environment.StoredExpressions); result.Error != nil {
			faults[path] = fmt.Errorf("%s: %w", path, errors.New(result.Error.Detail))
		}
	}
	for i, variable := range policy.Spec.Variables {
		named := &validating.Variable{Name: variable.Name, Expression: variable.Expression}
		compile(fmt.Sprintf("spec.variables[%d].expression", i), named)
		compiler.CompileAndStoreVariables([]cel.NamedExpressionAccessor{named}, options, environment.StoredExpressions)
	}
	for i, condition := range policy.Spec.MatchConditions {
		compile(fmt.Sprintf("spec.matchConditions[%d].expression", i),
			&matchconditions.MatchCondition{Name: condition.Name, Expression: condition.Expression})
	}
	for i, validation := range policy.Spec.Validations {
		compile(fmt.Sprintf("spec.validations[%d].expression", i), &validating.ValidationCondition{Expression: validation.Expression})
		if validation.MessageExpression != "" {
			compile(fmt.Sprintf("spec.validations[%d].messageExpression", i),
				&validating.MessageExpressionCondition{MessageExpression: validation.MessageExpression})
		}
	}
	return faults
}

// admissionCompiler has the environment that upstream judges with.
func admissionCompiler() (*cel.CompositedCompiler, error) {
	extended, err := environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        kyvernocompiler.OrValueCompatEnvOptions(),
	})
	if err != nil {
		return nil, err
	}
	return cel.NewCompositedCompiler(extended)
}
