#!/bin/sh
# Installs what the tests need and the machine lacks, and names what it cannot install; with bench, what make bench needs besides.
set -eu
cd "$(dirname "$0")/../.."

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
apt() { root apt-get -qq update >/dev/null && root env DEBIAN_FRONTEND=noninteractive ${RUNLEVEL:+RUNLEVEL=$RUNLEVEL} apt-get -qq install -y --no-install-recommends "$@" >/dev/null; }

need() { # need COMMAND PACKAGE WHY
	command -v "$1" >/dev/null 2>&1 && return
	echo "installing $2: $3"
	command -v apt-get >/dev/null 2>&1 && apt "$2" || { echo "The tests need $1 ($3). Install it, then run make test again." >&2; exit 1; }
}

keep() { # keep PACKAGE VERSION FILE WHY [AS]: one file of an npm package in .cache, the same that was reviewed
	file=${5:-${3##*/}}
	sum=$(cat "build/testdata/${file%%.*}.sha256")
	if echo "$sum  .cache/$file" | sha256sum --check --status 2>/dev/null; then return; fi
	need npm npm "it fetches $1: $4"
	mkdir -p .cache
	(cd .cache && npm pack --silent "$1@$2" >/dev/null && tar -xzf "$1-$2.tgz" "package/$3" && mv "package/$3" "$file" && rm -r package "$1-$2.tgz")
	echo "$sum  .cache/$file" | sha256sum --check --status || { echo "$1 $2 is not the file that was reviewed" >&2; exit 1; }
}

command -v go >/dev/null 2>&1 || { echo "The tests need Go; see go.mod for its version and https://go.dev/dl/" >&2; exit 1; }
if ! command -v google-chrome >/dev/null 2>&1; then need chromium chromium "the browser in which the pages are tried"; fi
if ! fc-list ':lang=zh' 2>/dev/null | grep -q .; then
	echo "installing fonts-noto-cjk: Chinese type, so that pages are laid out as people see them"
	apt fonts-noto-cjk || echo "going on without Chinese type" >&2
fi
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
	echo "installing postgresql: the service is tried on it as well as on SQLite"
	command -v apt-get >/dev/null 2>&1 && apt postgresql || { echo "The tests need PostgreSQL's initdb and pg_ctl. Install it, then run make test again." >&2; exit 1; }
fi
need gcc gcc "the service is tried with Go's race detector, which links with it"
if ! echo '#include <stdlib.h>' | gcc -E - >/dev/null 2>&1; then apt libc6-dev || { echo "The tests need the C library's headers (libc6-dev)." >&2; exit 1; }; fi
# RUNLEVEL: what is installed to be tried is not to serve on its own
if ! PATH="$PATH:/usr/sbin" command -v nginx >/dev/null 2>&1 || ! ls /usr/lib/nginx/modules/ngx_http_brotli_static_module.so >/dev/null 2>&1; then
	echo "installing nginx-light: the sample for hosts is tried on it"
	command -v apt-get >/dev/null 2>&1 && RUNLEVEL=1 apt nginx-light libnginx-mod-http-brotli-static || { echo "The tests need nginx with its module for brotli (docs/hosting is tried on it). Install them, then run make test again." >&2; exit 1; }
fi
RUNLEVEL=1 need caddy caddy "the sample for hosts is tried on it"
keep axe-core 4.14.1 axe.min.js "it finds faults of accessibility"
keep chinese-days 1.5.7 dist/chinese-days.json "public holidays as others keep them, to hold ours against"
if [ "${1:-}" = bench ]; then keep publicodes 1.10.3 dist/index.js "our scores are measured against its own" publicodes.js; fi
