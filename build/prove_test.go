package main

import "flag"

var prove = flag.Bool("prove", false, "run the long tests whole, as make prove does, and not their short form")
