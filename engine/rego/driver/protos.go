package driver

import (
	"fmt"
	"strings"

	protoparser "github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// loadProtos registers the definitions that textproto files name where Conftest's parser looks for them. Conftest itself
// reads them from --proto-file-dirs. A file is registered once in the life of the module.
func loadProtos(files []File) []Diagnostic {
	var diagnostics []Diagnostic
	for _, file := range files {
		if _, err := protoregistry.GlobalFiles.FindFileByPath(file.Path); err == nil {
			continue
		}
		if err := registerProto(file); err != nil {
			diagnostics = append(diagnostics, problem("input.proto", err.Error(), "Correct the definition, and give what it imports before it.").in(file.Path))
		}
	}
	return diagnostics
}

func registerProto(file File) error {
	handler := reporter.NewHandler(nil)
	node, err := protoparser.Parse(file.Path, strings.NewReader(file.Text), handler)
	if err != nil {
		return fmt.Errorf("not a proto file: %w", err)
	}
	parsed, err := protoparser.ResultFromAST(node, true, handler)
	if err != nil {
		return err
	}
	descriptor, err := protodesc.NewFile(parsed.FileDescriptorProto(), protoregistry.GlobalFiles)
	if err != nil {
		return err
	}
	if err := protoregistry.GlobalFiles.RegisterFile(descriptor); err != nil {
		return err
	}
	return registerTypes(descriptor)
}

func registerTypes(file protoreflect.FileDescriptor) error {
	for i := range file.Messages().Len() {
		if err := protoregistry.GlobalTypes.RegisterMessage(dynamicpb.NewMessageType(file.Messages().Get(i))); err != nil {
			return err
		}
	}
	for i := range file.Extensions().Len() {
		if err := protoregistry.GlobalTypes.RegisterExtension(dynamicpb.NewExtensionType(file.Extensions().Get(i))); err != nil {
			return err
		}
	}
	return nil
}
