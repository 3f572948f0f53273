package driver

import (
	policiesv1beta1 "github.com/kyverno/api/api/policies.kyverno.io/v1beta1"
	kyvernov1 "github.com/kyverno/kyverno/api/kyverno/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
)

func classicNamed(rule *kyvernov1.Rule) [][]string { return nil }

func celNamed(spec *policiesv1beta1.ValidatingPolicySpec) [][]string { return nil }

func admissionNamed(policy *admissionregistrationv1.ValidatingAdmissionPolicy) [][]string { return nil }
