#!/usr/bin/env bash
# How long the derive takes to build, and how long a crate with 100 derived records of 20 fields
# takes to check: the fastest of three, as other programs only make it slower.
# usage: measure.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR=$work/target

mkdir -p "$work/records/src"
cat >"$work/records/Cargo.toml" <<MANIFEST
[package]
name = "records"
version = "0.0.0"
edition = "2024"

[dependencies]
avrolane = { path = "$root", default-features = false, features = ["derive"] }

[workspace]
MANIFEST
cp "$root/Cargo.lock" "$work/records/"

fields() {
    local kinds=(String i64 'Option<String>' f64 bool i32 'Vec<String>' 'Option<i64>' Status Part)
    local field
    for field in $(seq 0 19); do
        echo "    pub field_$field: ${kinds[$((field % 10))]},"
    done
}

{
    echo 'use avrolane::AvroEvent;'
    echo '#[derive(AvroEvent)] pub enum Status { Active, Suspended, Closed }'
    echo '#[derive(AvroEvent)] pub struct Part { pub name: String, pub count: i32 }'
    for record in $(seq 100); do
        echo '#[derive(AvroEvent)] #[avro(namespace = "com.example")]'
        echo "pub struct Record$record {"
        fields
        echo '}'
    done
} >"$work/records/src/lib.rs"

# fastest PREPARE COMMAND...: the seconds of the fastest of three runs, each behind PREPARE.
fastest() {
    local prepare=$1 run start seconds best=
    shift
    for run in 1 2 3; do
        $prepare
        start=$(date +%s.%N)
        "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        seconds=$(echo "$(date +%s.%N) - $start" | bc)
        if [[ -z $best || $(echo "$seconds < $best" | bc) == 1 ]]; then best=$seconds; fi
    done
    printf '%.1f' "$best"
}

clean() { rm -rf "$CARGO_TARGET_DIR"; }
touch_records() { touch "$work/records/src/lib.rs"; }

cd "$root"
cargo fetch --quiet --locked
derive=$(fastest clean cargo build --quiet --offline --locked --package avrolane-derive)
echo "the derive, cold, with what it depends on: $derive s (at most 5 s)"

cd "$work/records"
cargo check --quiet --offline
records=$(fastest touch_records cargo check --quiet --offline)
echo "a crate with 100 derived records of 20 fields, checked: $records s (at most 10 s)"
build=$(fastest touch_records cargo build --quiet --offline)
echo "the same crate, built without optimization: $build s"
