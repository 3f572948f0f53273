// Package library holds the Rego that the gate offers to policies.
package library

import _ "embed"

// Terraform is data.policy_gate.terraform.
//
//go:embed terraform.rego
var Terraform string
