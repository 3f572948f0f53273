package driver

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConformance runs OPA's own cases, from the folder that PG_CORPUS names (with v0/ and v1/ in it), through this engine's
// reader of data and input and its builtins.
func TestConformance(t *testing.T) {
	corpus := os.Getenv("PG_CORPUS")
	if corpus == "" {
		t.Skip("PG_CORPUS names no corpus")
	}
	reasons := reasonsByName(t)
	seen, passed, failed := map[string]bool{}, 0, map[string]bool{}
	for _, folder := range []string{"v0", "v1"} {
		err := filepath.WalkDir(filepath.Join(corpus, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".yaml") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			answer := RunCases(CasesRequest{Text: string(text), V0: folder == "v0"})
			if answer.Problem != "" {
				t.Errorf("%s: %s", path, answer.Problem)
			}
			for _, outcome := range answer.Outcomes {
				name := folder + " " + outcome.Note
				seen[name] = true
				switch _, known := reasons[name]; {
				case outcome.Error == "":
					passed++
				case known:
					failed[name] = true
				default:
					t.Errorf("%s: %s", name, outcome.Error)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, reason := range reasons {
		if !seen[name] || !failed[name] {
			t.Errorf("%s passes or does not exist; it is excluded because %s", name, reason)
		}
	}
	t.Logf("%d cases pass, %d names are excluded", passed, len(reasons))
}

func reasonsByName(t *testing.T) map[string]string {
	t.Helper()
	byName := map[string]string{}
	for reason, names := range excludedCases(t) {
		for _, name := range names {
			byName[name] = reason
		}
	}
	return byName
}
