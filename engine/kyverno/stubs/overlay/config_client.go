// Replaces pkg/config/client.go: there is no cluster behind the sandbox, and the kubeconfig loader
// pulls in cli-runtime, which does not compile for wasip1.
package config

import (
	"errors"

	rest "k8s.io/client-go/rest"
)

var errNoCluster = errors.New("the embedded engine has no cluster")

func CreateClientConfig(string, float64, int) (*rest.Config, error) { return nil, errNoCluster }

func CreateClientConfigWithContext(string, string) (*rest.Config, error) { return nil, errNoCluster }
