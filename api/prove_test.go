package main

import "flag"

// prove has what takes minutes done whole; without it each does a short form of the same.
var prove = flag.Bool("prove", false, "do the whole of what takes minutes")
