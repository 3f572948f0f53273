// Replaces pkg/engine/handlers/validation/validate_manifest.go: manifest signatures need sigstore.
// The rule answers an error, never a pass.
package validation

import (
	"context"
	"errors"

	"github.com/go-logr/logr"
	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	kyvernov2 "github.com/kyverno/kyverno/api/kyverno/v2"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	"github.com/kyverno/kyverno/pkg/engine/handlers"
	engineutils "github.com/kyverno/kyverno/pkg/engine/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type validateManifestHandler struct{}

func NewValidateManifestHandler(policyContext engineapi.PolicyContext, _ engineapi.Client, _ bool) (handlers.Handler, error) {
	if engineutils.IsDeleteRequest(policyContext) {
		return nil, nil
	}
	return validateManifestHandler{}, nil
}

func (validateManifestHandler) Process(
	_ context.Context,
	_ logr.Logger,
	_ engineapi.PolicyContext,
	resource unstructured.Unstructured,
	rule kyvernov1.Rule,
	_ engineapi.EngineContextLoader,
	_ []*kyvernov2.PolicyException,
) (unstructured.Unstructured, []engineapi.RuleResponse) {
	return resource, handlers.WithError(rule, engineapi.Validation, "unsupported",
		errors.New("manifest signatures cannot be verified offline by the embedded engine"))
}
