# shellcheck shell=bash
# Shared by .ci/run and .ci/full; source it, do not run it.

steps=()
running=
trap finish EXIT

# step TITLE COMMAND...: runs COMMAND and says what it is about and how long it took. The whole run
# ends with the first command that fails: COMMAND is not called in a condition, where bash would
# go on after a failure in the middle of a function.
step() {
    local start=$SECONDS
    running=$1
    shift
    printf '\n=== %s\n' "$running"
    "$@"
    steps+=("$(printf '%5d s  %s' $((SECONDS - start)) "$running")")
    printf '=== %s: ok, %d s\n' "$running" $((SECONDS - start))
    running=
}

# finish: says which step failed, if one did, and cleans up.
finish() {
    [ -z "$running" ] || printf '=== %s: FAILED\n' "$running" >&2
    cleanup
}

# cleanup: what is to be done at the end in any case; for the script to replace.
cleanup() {
    :
}

# summary: prints the steps that were run and how long each took.
summary() {
    printf '\n=== all %d steps passed in %d s\n' ${#steps[@]} $SECONDS
    printf '%s\n' "${steps[@]}"
}

# require COMMAND PACKAGE: installs Debian's PACKAGE unless COMMAND is there.
require() {
    command -v "$1" >/dev/null || apt_install "$2"
}

# apt_install PACKAGE: installs a package of Debian's.
apt_install() {
    echo "installing $1"
    if [ -z "${apt_updated:-}" ]; then
        apt-get update -qq
        apt_updated=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

# require_build_tools: what building librdkafka takes, with all features SASL and OpenSSL too.
require_build_tools() {
    command -v cargo >/dev/null || { echo "cargo is missing: see https://rustup.rs" >&2; return 1; }
    require cc build-essential
    require c++ build-essential
    require make build-essential
    require perl perl
    require pkg-config pkg-config
    require curl curl
    pkg-config --exists libsasl2 || apt_install libsasl2-dev
    pkg-config --exists openssl || apt_install libssl-dev
    rustc --version
}

# require_servers: what the real servers take, see tests/servers/README.md.
require_servers() {
    require mvn maven
    find_java 21 2>/dev/null || apt_install openjdk-21-jre-headless || apt_install openjdk-25-jre-headless
    find_java 21
}

# require_clients: what the clients of other languages take, see tests/clients/README.md.
require_clients() {
    require python3 python3
    python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
    require node nodejs
    require npm npm
    require go golang-go
    python3 --version
    echo "Node.js $(node --version)"
    go version
}
