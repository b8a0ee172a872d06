package share

// For the tests that make links of bytes of their own.
var (
	Seal = seal
	Open = open
)
