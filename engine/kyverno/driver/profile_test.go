package driver

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func corpusPolicies(t testing.TB, dirs ...string) []File {
	root := os.Getenv("PG_CORPUS")
	if root == "" {
		t.Skip("no corpus")
	}
	var files []File
	for _, dir := range dirs {
		filepath.Walk(filepath.Join(root, dir), func(path string, info os.FileInfo, err error) error {
			if err == nil && !info.IsDir() && strings.HasSuffix(path, ".yaml") && !strings.Contains(path, ".kyverno-test") && !strings.Contains(path, ".chainsaw-test") {
				text, _ := os.ReadFile(path)
				files = append(files, File{path, string(text)})
			}
			return nil
		})
	}
	return files
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-%d
  namespace: prod
  labels: {app: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.%d
        ports: [{containerPort: 8080}]
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
        livenessProbe: {httpGet: {path: /, port: 8080}}
        readinessProbe: {httpGet: {path: /, port: 8080}}
      - name: sidecar
        image: registry.example.com/sidecar:2
        env: [{name: A, value: b}]
`

func TestProfile(t *testing.T) {
	files := corpusPolicies(t, "best-practices", "best-practices-vpol")
	d := New()
	start := time.Now()
	answer := d.Load(LoadRequest{Files: files})
	fmt.Println("load", len(answer.Policies), time.Since(start), answer.Diagnostics)
	start = time.Now()
	answer = d.Load(LoadRequest{Files: files})
	fmt.Println("load again", time.Since(start))
	start = time.Now()
	n := 300
	rows := 0
	for i := 0; i < n; i++ {
		read := d.Read([]byte(fmt.Sprintf(deployment, i, i)))
		judged := d.Judge(JudgeRequest{Handle: read.Documents[0].Handle, Only: -1})
		rows += len(judged.Rows)
		d.Release([]int{read.Documents[0].Handle})
	}
	fmt.Println("judge", n, rows, time.Since(start)/time.Duration(n))
}

func TestWarm(t *testing.T) {
	start := time.Now()
	Warm()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("warm", time.Since(start), "alloc", m.HeapAlloc/1e6, "inuse", m.HeapInuse/1e6, "sys", m.HeapSys/1e6)
}
