// Command files gives the files of a folder, as http.FileServer does; make bench holds the service against it.
package main

import (
	"flag"
	"log"
	"net/http"
)

func main() {
	addr := flag.String("addr", "", "where to serve")
	site := flag.String("site", "", "the folder")
	flag.Parse()
	log.Fatal(http.ListenAndServe(*addr, http.FileServer(http.Dir(*site))))
}
