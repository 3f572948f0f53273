// Package k8smanifest holds the plain types that Kyverno's API embeds for `validate.manifests`.
// The verification behind them pulls in sigstore, which needs a network and does not compile for
// wasip1; rules that use it answer an error (see ../../../overlay/validate_manifest.go).
package k8smanifest

// ObjectReference names the objects an ObjectFieldBinding applies to.
type ObjectReference struct {
	Group     string `json:"group,omitempty"`
	Version   string `json:"version,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Name      string `json:"name,omitempty"`
	Namespace string `json:"namespace,omitempty"`
}

// ObjectReferenceList is a list of references.
type ObjectReferenceList []ObjectReference

// ObjectFieldBinding names fields to leave out of a signature, for some objects.
type ObjectFieldBinding struct {
	Fields  []string            `json:"fields,omitempty"`
	Objects ObjectReferenceList `json:"objects,omitempty"`
}
