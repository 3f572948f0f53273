package driver

import (
	"context"
	"strings"

	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/apis/v1alpha1"
	"github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno/store"
	engineapi "github.com/kyverno/kyverno/pkg/engine/api"
	enginecontext "github.com/kyverno/kyverno/pkg/engine/context"
	"github.com/kyverno/kyverno/pkg/engine/jmespath"
)

// suppliedNames are the context entries, by policy, that a values file answers; "" holds those for every policy.
type suppliedNames map[string]map[string]bool

func suppliedBy(values *v1alpha1.ValuesSpec, set []string) suppliedNames {
	names := suppliedNames{}
	for key := range values.GlobalValues {
		names.add("", key)
	}
	for _, assignment := range set {
		key, _, _ := strings.Cut(assignment, "=")
		names.add("", strings.TrimSpace(key))
	}
	for _, policy := range values.Policies {
		for _, resource := range policy.Resources {
			for key := range resource.Values {
				names.add(policy.Name, key)
			}
		}
		for _, rule := range policy.Rules {
			for key := range rule.Values {
				names.add(policy.Name, key)
			}
			for key := range rule.ForeachValues {
				names.add(policy.Name, key)
			}
		}
	}
	return names
}

// add takes `allowed.data.list` for the entry `allowed`.
func (s suppliedNames) add(policy, key string) {
	entry, _, _ := strings.Cut(key, ".")
	if s[policy] == nil {
		s[policy] = map[string]bool{}
	}
	s[policy][entry] = true
}

func (s suppliedNames) has(policy, entry string) bool { return s[""][entry] || s[policy][entry] }

// contextLoaders answers a context entry from the values where they have it, and asks the offline cluster otherwise.
// (The CLI asks nobody when it has no cluster, and leaves the entry undefined.)
func (w *world) contextLoaders() engineapi.ContextLoaderFactory {
	upstream := store.ContextLoaderFactory(&w.store, w.cluster)
	return func(policy kyvernov1.PolicyInterface, rule kyvernov1.Rule) engineapi.ContextLoader {
		return suppliedLoader{inner: upstream(policy, rule), policy: policy.GetName(), names: w.supplied}
	}
}

type suppliedLoader struct {
	inner  engineapi.ContextLoader
	policy string
	names  suppliedNames
}

func (s suppliedLoader) Load(
	ctx context.Context,
	jp jmespath.Interface,
	client engineapi.RawClient,
	registry engineapi.RegistryClientFactory,
	entries []kyvernov1.ContextEntry,
	jsonContext enginecontext.Interface,
) error {
	asked := make([]kyvernov1.ContextEntry, 0, len(entries))
	for _, entry := range entries {
		if entry.Variable != nil || !s.names.has(s.policy, entry.Name) {
			asked = append(asked, entry)
		}
	}
	return s.inner.Load(ctx, jp, client, registry, asked, jsonContext)
}
