package driver

import (
	"fmt"
	"runtime/debug"
)

// Warm does once, at build time, what every run would do again: schemas of the policy kinds, CEL environments, tables of
// kinds. The memory it leaves is part of the module (see scripts/wasm-initialise.mjs), so it must not depend on
// anything outside, and nothing secret may come from it.
func Warm() {
	debug.SetGCPercent(10)
	d := New()
	for _, text := range warmPolicies {
		answer := d.Load(LoadRequest{Files: []File{{Path: "warm", Text: text}}})
		if len(answer.Diagnostics) > 0 {
			panic(fmt.Sprintf("the engine cannot warm up: %v", answer.Diagnostics))
		}
		read := d.Read([]byte(warmPod))
		judged := d.Judge(JudgeRequest{Handle: read.Documents[0].Handle, Only: -1})
		if judged.Error != "" || len(judged.Rows) == 0 {
			panic(fmt.Sprintf("the engine cannot warm up: %s", judged.Error))
		}
	}
	d.Load(LoadRequest{})
	wipeFreeMemory()
	debug.SetGCPercent(gcPercent)
}

// gcPercent trades memory for time: WebAssembly has one thread, so the collector stops the judgement.
const gcPercent = 300

const warmPod = `
apiVersion: v1
kind: Pod
metadata: {name: warm}
spec: {containers: [{name: warm, image: "example.com/warm:1"}]}
`

// warmPolicies touch each kind and engine that teams use most.
var warmPolicies = []string{`
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: warm}
spec:
  rules:
  - name: pattern
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate: {message: warm, pattern: {spec: {containers: [{name: "?*"}]}}}
  - name: deny
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate:
      message: warm
      deny: {conditions: {any: [{key: "{{ request.object.spec.containers[].name }}", operator: AnyIn, value: [cold]}]}}
`, `
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: warm}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  variables: [{name: all, expression: "object.spec.containers"}]
  validations: [{expression: "variables.all.all(c, c.name != '')", message: warm}]
`, `
apiVersion: policies.kyverno.io/v1alpha1
kind: ValidatingPolicy
metadata: {name: warm}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "object.spec.containers.all(c, c.name != '')", message: warm}]
`, `
apiVersion: policies.kyverno.io/v1beta1
kind: ValidatingPolicy
metadata: {name: warm}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "object.spec.containers.all(c, c.name != '')", message: warm}]
`, `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: warm}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "object.spec.containers.all(c, c.name != '')", message: warm}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: warm}
spec: {policyName: warm, validationActions: [Deny]}
`}
