#!/bin/sh
# Installs what the tests of this room need beyond make need, and the machine lacks.
set -eu

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

command -v patroni >/dev/null 2>&1 && command -v etcd >/dev/null 2>&1 && exit
echo "installing patroni and etcd-server: a PostgreSQL that leads is lost to its standby"
command -v apt-get >/dev/null 2>&1 || { echo "The tests need patroni and etcd. Install them, then run make prove again." >&2; exit 1; }
root apt-get -qq update >/dev/null
# RUNLEVEL: what is installed to be tried is not to serve on its own, now or after the machine starts anew
root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq install -y --no-install-recommends patroni etcd-server >/dev/null
for name in patroni etcd; do root systemctl disable "$name" >/dev/null 2>&1 || true; done
