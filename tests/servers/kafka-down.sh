#!/usr/bin/env bash
# Stops the broker that kafka-up.sh started: kafka-down.sh [--keep] WORK_DIR
# With --keep its data stays, for a kafka-up.sh --keep to go on with.
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

keep=
[ "${1:-}" != --keep ] || { keep=yes; shift; }
[ $# -eq 1 ] || { echo "usage: $0 [--keep] WORK_DIR" >&2; exit 2; }
[ -d "$1/kafka" ] || exit 0
dir=$(cd "$1/kafka" && pwd)
stop_server "$dir"
[ -n "$keep" ] || rm -rf "$dir/data"
