// The kubernetes provider of Pulumi. Its own main embeds a schema that is generated and not part of the module; the engine
// asks for it only to generate code.
package main

import (
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

func main() {
	provider.Serve("kubernetes", "4.34.2", []byte(`{"name":"kubernetes","version":"4.34.2"}`), []byte("{}"))
}
