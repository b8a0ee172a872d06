#!/bin/sh
# Installs what the tests need and the machine lacks, and names what it cannot install.
set -eu
cd "$(dirname "$0")/../.."
AXE=4.14.1
SUM=$(cat build/testdata/axe.sha256)

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt() { root apt-get -qq update >/dev/null && root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null; }

need() { # need COMMAND PACKAGE WHY
	command -v "$1" >/dev/null 2>&1 && return
	echo "installing $2: $3"
	command -v apt-get >/dev/null 2>&1 && apt "$2" || { echo "The tests need $1 ($3). Install it, then run make test again." >&2; exit 1; }
}

command -v go >/dev/null 2>&1 || { echo "The tests need Go; see go.mod for its version and https://go.dev/dl/" >&2; exit 1; }
if ! command -v google-chrome >/dev/null 2>&1; then need chromium chromium "the browser in which the pages are tried"; fi
if ! fc-list ':lang=zh' 2>/dev/null | grep -q .; then
	echo "installing fonts-noto-cjk: Chinese type, so that pages are laid out as people see them"
	apt fonts-noto-cjk || echo "going on without Chinese type" >&2
fi
if ! echo "$SUM  .cache/axe.min.js" | sha256sum --check --status 2>/dev/null; then
	need npm npm "it fetches axe-core, which finds faults of accessibility"
	mkdir -p .cache
	(cd .cache && npm pack --silent "axe-core@$AXE" >/dev/null && tar -xzf "axe-core-$AXE.tgz" package/axe.min.js && mv package/axe.min.js . && rm -r package "axe-core-$AXE.tgz")
	echo "$SUM  .cache/axe.min.js" | sha256sum --check --status || { echo "axe-core $AXE is not the file that was reviewed" >&2; exit 1; }
fi
