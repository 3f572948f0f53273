package driver

import (
	"encoding/json"
	"strings"

	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
)

// OfferRequest holds texts of manifests that a policy may find in the cluster: those of the repository itself.
type OfferRequest struct {
	Manifests []string `json:"manifests"`
}

type OfferAnswer struct {
	Objects int `json:"objects"`
}

// Offer adds objects to the cluster that policies see. Texts that cannot be read are passed over: they are judged, and
// reported, as files in their own right.
func (d *Driver) Offer(request OfferRequest) OfferAnswer {
	for _, text := range request.Manifests {
		objects, err := d.world.manifests(text)
		if err != nil {
			continue
		}
		for _, object := range objects {
			if d.world.cluster.isGiven(object) {
				continue
			}
			_ = d.world.offer(object) // only a CRD's conversion fails, and nothing asks for that
		}
	}
	return OfferAnswer{Objects: len(d.world.cluster.objects)}
}

// asksCluster looks for context entries that are lookups, and for CEL's resource library.
func (s *policySet) asksCluster() bool {
	for _, candidate := range s.classic {
		for _, rule := range candidate.policy.GetSpec().Rules {
			if looksUp(rule.Context) {
				return true
			}
		}
	}
	for _, candidate := range s.validating {
		if mentionsLibrary(candidate.policy.GetValidatingPolicySpec()) {
			return true
		}
	}
	for _, candidate := range s.mutating {
		if mentionsLibrary(candidate.policy.GetSpec()) {
			return true
		}
	}
	return false
}

func looksUp(entries []kyvernov1.ContextEntry) bool {
	for _, entry := range entries {
		if entry.ConfigMap != nil || entry.APICall != nil {
			return true
		}
	}
	return false
}

func mentionsLibrary(spec any) bool {
	raw, err := json.Marshal(spec)
	return err != nil || strings.Contains(string(raw), "resource.Get(") || strings.Contains(string(raw), "resource.List(")
}
