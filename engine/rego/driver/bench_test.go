package driver

import (
	"os"
	"testing"
)

func benchmarkFiles(b *testing.B) (plan []byte, policy string) {
	plan, err := os.ReadFile(os.Getenv("PG_PLAN"))
	if err != nil {
		b.Skip("PG_PLAN names no plan")
	}
	text, err := os.ReadFile(os.Getenv("PG_POLICY"))
	if err != nil {
		b.Skip("PG_POLICY names no policy")
	}
	return plan, string(text)
}

func BenchmarkRead(b *testing.B) {
	plan, policy := benchmarkFiles(b)
	d := New()
	d.Load(LoadRequest{Policies: []File{{Path: "p.rego", Text: policy}}})
	b.ReportAllocs()
	for b.Loop() {
		d.Read(ReadHeader{Path: "plan.json"}, plan)
		d.Release(ReleaseRequest{})
	}
}

func BenchmarkJudge(b *testing.B) {
	plan, policy := benchmarkFiles(b)
	d := New()
	d.Load(LoadRequest{Policies: []File{{Path: "p.rego", Text: policy}}})
	read := d.Read(ReadHeader{Path: "plan.json"}, plan)
	b.ReportAllocs()
	for b.Loop() {
		d.Judge(JudgeRequest{Handles: []int{read.Documents[0].Handle}})
	}
}

func BenchmarkLoad(b *testing.B) {
	_, policy := benchmarkFiles(b)
	d := New()
	b.ReportAllocs()
	for b.Loop() {
		d.Load(LoadRequest{Policies: []File{{Path: "p.rego", Text: policy}}})
	}
}
