// Stands for jmalloc/echo-server, whose module is not served: answers every request with what it was sent, and nothing of
// its environment.
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Fatal(http.ListenAndServe(":"+port, http.HandlerFunc(echo)))
}

func echo(answer http.ResponseWriter, request *http.Request) {
	host, _ := os.Hostname()
	answer.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(answer, "Request served by %s\n\n%s %s %s\n\nHost: %s\n", host, request.Proto, request.Method, request.URL, request.Host)
	request.Header.Write(answer)
	fmt.Fprintln(answer)
	io.Copy(answer, request.Body)
}
