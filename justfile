# The recipes of a working day; `just` lists them.

_default:
    @just --list --unsorted

# What is quick: format, lints, tests that need no servers, docs
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test
    cargo test --package avrolane-embedded --package avrolane-cli
    RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --workspace

# All tests that need no servers
test:
    cargo test
    cargo test --package avrolane-embedded --package avrolane-cli
    cargo test --package avrolane-differential

# The main job, on the embedded cluster and registry
quickstart:
    cargo run --release --example quickstart

# Starts Kafka and a registry and prints what to export
up:
    @echo "export BOOTSTRAP_SERVERS=$(tests/servers/kafka-up.sh target/servers)"
    @echo "export SCHEMA_REGISTRY_URL=$(tests/servers/registry-up.sh target/servers)"

# Stops what `up` started
down:
    tests/servers/registry-down.sh target/servers
    tests/servers/kafka-down.sh target/servers

# Has the clients of Python, Node.js and Go use the embedded registry
clients:
    FOREIGN_CLIENTS=$(tests/clients/install.sh target) cargo test --test broker clients

# Side by side with hand-written code and with others
bench:
    cargo bench --package avrolane-benchmarks
    cargo bench --package avrolane-embedded

# Everything that a change has to pass
ci:
    .ci/run

# What takes longer; writes docs/full-run.md
full:
    .ci/full
