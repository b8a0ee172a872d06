# What one types. README tells the two that matter: make serve, make test.
GO      ?= go
ADDR    ?= localhost:8080
BENCH   ?= .
FUZZ    ?= 60s
EXACT    = GOTOOLCHAIN=$$(sed -n 's/^toolchain //p' go.mod) # a release is made with this Go and no other

.PHONY: serve edit build release test check need bench prove rules api fuzz clean

serve: ## everything on http://localhost:8080: the site, and the service with a made-up district; tells how to sign in
	$(GO) run ./build -out dist/site -api /
	@$(GO) run ./api -addr $(ADDR) -db sqlite:dist/demo.db -site dist/site -demo

edit: ## for editors of guides: the site on http://localhost:8080, rendered again as files change
	@$(GO) run ./build -out dist/edit -serve $(ADDR)

build: ## the site for any host of static files, in dist/site
	$(GO) run ./build -out dist/site

release: ## in dist/release the service's program, the site, and the list of what the program is made of (SBOM): the same bytes wherever it is made
	CGO_ENABLED=0 $(EXACT) $(GO) build -trimpath -buildvcs=false -o dist/release/jifen ./api
	$(EXACT) $(GO) run ./build -out dist/release/site
	@$(GO) run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 bin -json -std -output dist/release/jifen.cdx.json dist/release/jifen

check: ## what a Markdown pull request must pass: seconds, no browser
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not gofmt'ed: $$unformatted"; exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./wasm/...
	$(GO) run ./build -out dist/check

need: ## what the tests need and the machine lacks: Chromium, PostgreSQL, nginx, Caddy and gcc by apt, axe-core and chinese-days by npm
	@sh build/testdata/need.sh

test: need ## everything, in a real Chromium and on a real PostgreSQL
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not gofmt'ed: $$unformatted"; exit 1; }
	GOOS=js GOARCH=wasm $(GO) vet ./wasm/...
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...
	$(GO) test -timeout 30m -race ./api/... -run 'TestScripts/sqlite|TestTries|TestNeighbours|TestOneService|Twice|Concurrent'

bench: ## figures of one run: engine, JSON, the program in the browser, the generator, and the service; beside publicodes, PocketBase and http.FileServer
	@sh build/testdata/need.sh bench
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./rules/...
	$(GO) test ./build -run TestBench -v -bench-browser -bench-pages -timeout 30m | grep -v '^=== '
	$(GO) test ./api -run TestBench -v -bench-service -timeout 30m | grep -v '^=== '

prove: need ## every promise with its figures, into docs/proof.md: hours, most of them of killing the service and cutting its power
	@sh prove/need.sh
	$(GO) run ./prove

rules: ## after a change in rules/editions, wages.json, workdays.json or questions.json
	$(GO) test ./rules/edition -run TestTables -update
	$(GO) test ./rules -run 'TestBoundaries|TestEffects' -update
	$(GO) test ./rules/edition

api: ## after a change in api/openapi.txt, api/routes.go, the steps or the facts: the description of the calls, of which the page /api/ is made
	$(GO) test ./api -run TestDescriptionFiles -update

fuzz: ## looks for input that breaks a reader: each of them for so long
	@for f in $$(grep -rlE '^func Fuzz' --include='*_test.go' .); do for n in $$(grep -oE '^func Fuzz[A-Za-z]+' $$f | cut -c6-); do \
	  $(GO) test ./$$(dirname $$f) -run '^$$' -fuzz "^$$n\$$" -fuzztime $(FUZZ) -fuzzminimizetime 20x || exit 1; done; done

clean:
	rm -rf dist .cache
