#!/usr/bin/env bash
# Installs the Schema Registry clients of other languages, each in the version that is pinned beside
# its program, and prints the directory that tests/broker/clients.rs looks for them in.
#
#   install.sh WORK_DIR
#
# WORK_DIR/clients holds everything. What is there already in the same versions is left alone.
# Needs: bash, Python 3.11 with venv, Node.js 18 with npm, Go 1.21, or later ones.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

[ $# -eq 1 ] || { echo "usage: $0 WORK_DIR" >&2; exit 2; }
mkdir -p "$1/clients"
dir=$(cd "$1/clients" && pwd)

# newer_than MAJOR MINOR VERSION COMMAND: fails unless VERSION, of COMMAND, is at least MAJOR.MINOR.
newer_than() {
    local major minor
    major=$(cut -d . -f 1 <<<"$3")
    minor=$(cut -d . -f 2 <<<"$3")
    if ((${major:-0} < $1 || (${major:-0} == $1 && ${minor:-0} < $2))); then
        echo "$4 $1.$2 or later is needed, and ${3:-none} was found: install it, or put it on PATH" >&2
        return 1
    fi
}

# run LOG COMMAND...: runs COMMAND and shows what it said only if it fails.
run() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; return 1; }
}

install_python() {
    local python=$dir/python
    newer_than 3 11 "$(python3 --version 2>/dev/null | cut -d ' ' -f 2)" python3
    cp "$here/python/client.py" "$dir"
    cmp -s "$here/python/requirements.txt" "$python/requirements.txt" && return
    rm -rf "$python"
    run "$dir/python.log" python3 -m venv "$python"
    run "$dir/python.log" "$python/bin/pip" install --quiet --no-input --disable-pip-version-check \
        --requirement "$here/python/requirements.txt"
    cp "$here/python/requirements.txt" "$python"
}

install_node() {
    local node=$dir/node
    newer_than 18 0 "$(node --version 2>/dev/null | tr -d v)" node
    mkdir -p "$node"
    cp "$here/node/client.js" "$node"
    [ -d "$node/node_modules" ] && cmp -s "$here/node/package-lock.json" "$node/package-lock.json" && return
    cp "$here/node/package.json" "$here/node/package-lock.json" "$node"
    run "$dir/node.log" npm ci --prefix "$node" --ignore-scripts --no-audit --no-fund
}

install_go() {
    newer_than 1 21 "$(go version 2>/dev/null | sed -nE 's/.* go([0-9.]+).*/\1/p')" go
    run "$dir/go.log" go build -C "$here/go" -mod=readonly -o "$dir/go-client" .
}

install_python
install_node
install_go
echo "$dir"
