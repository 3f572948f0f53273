package driver

import (
	"encoding/json"
	"testing"
)

func TestHCLIndex(t *testing.T) {
	text := `resource "aws_security_group" "x" {
  name = "é"
  ingress {
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
  tags = {
    "a" = 1
    b   = 2
  }
}

module "net" {
  source = "./modules/net"
}

data "aws_ami" "a" {}
variable "v" {}
output "o" { value = 1 }
provider "aws" {}
locals { l = 1 }
terraform {}
`
	got := IndexHCL(ReadHeader{Path: "main.tf"}, []byte(text))
	addresses := ""
	for _, block := range got.Blocks {
		addresses += block.Address + " "
	}
	if addresses != "aws_security_group.x module.net data.aws_ami.a var.v output.o provider.aws locals terraform " || len(got.Diagnostics) > 0 {
		t.Errorf("got %s %+v", addresses, got.Diagnostics)
	}
	group := got.Blocks[0]
	if group.Range != (Range{Position{1, 1, 0}, Position{10, 2, 152}}) || group.Header.End != (Position{1, 36, 35}) {
		t.Errorf("got %+v %+v", group.Range, group.Header)
	}
	open := group.Blocks[0].Attributes["cidr_blocks"].Items[1]
	if open.Range.Start.Line != 4 || open.Range.Start.Column != 34 || text[open.Range.Start.Offset:open.Range.End.Offset] != `"0.0.0.0/0"` {
		t.Errorf("got %+v", open)
	}
	if b := group.Attributes["tags"].Members["b"].Range; b.Start.Line != 8 || text[b.Start.Offset:b.End.Offset] != "b   = 2" {
		t.Errorf("got %+v", b)
	}
	if got.Blocks[1].Source != "./modules/net" {
		t.Errorf("got %+v", got.Blocks[1])
	}
	if _, err := json.Marshal(got); err != nil {
		t.Error(err)
	}
}

func TestHCLIndexOfABrokenFile(t *testing.T) {
	got := IndexHCL(ReadHeader{Path: "main.tf"}, []byte("resource \"a\" \"b\" {\n  x = \n}\nresource \"c\" \"d\" {}\n"))
	if !hasError(got.Diagnostics) || got.Diagnostics[0].File != "main.tf" || got.Diagnostics[0].Line != 2 {
		t.Errorf("got %+v", got.Diagnostics)
	}
}
