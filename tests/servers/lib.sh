# shellcheck shell=bash
# Shared by the *-up.sh and *-down.sh scripts; source it, do not run it.

# server_pid DIR: prints the pid of the server started from DIR, or fails if it is not running.
# The command line is compared too, so that a pid file that outlived its process is not believed.
server_pid() {
    local pid
    pid=$(cat "$1/pid" 2>/dev/null) && [ -n "$pid" ] || return 1
    command_line "$pid" | grep -qF -- "-Dserver.dir=$1 " || return 1
    echo "$pid"
}

# command_line PID: prints the command line of a process, on Linux without needing ps.
command_line() {
    if [ -d /proc/self ]; then
        tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"
    else
        ps -ww -p "$1" -o command=
    fi
}

# start_server DIR READY SECONDS COMMAND...: runs COMMAND in the background, its output in
# DIR/server.log and its pid in DIR/pid, and returns once that log has a line matching READY.
start_server() {
    local dir=$1 ready=$2 limit=$3 deadline
    shift 3
    : >"$dir/server.log"
    # Job control gives the server a process group of its own, out of reach of the Ctrl-C that
    # ends the tests.
    set -m
    "$@" >>"$dir/server.log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
    set +m
    deadline=$((SECONDS + limit))
    until grep -qE -- "$ready" "$dir/server.log"; do
        if ! kill -0 "$(cat "$dir/pid")" 2>/dev/null; then
            echo "the server ended while starting:" >&2
            tail -n 30 "$dir/server.log" >&2
            return 1
        fi
        if [ "$SECONDS" -ge "$deadline" ]; then
            echo "the server was not ready after $limit s:" >&2
            tail -n 30 "$dir/server.log" >&2
            stop_server "$dir"
            return 1
        fi
        sleep 0.1
    done
}

# stop_server DIR: ends the server started from DIR, politely at first; no error if there is none.
stop_server() {
    local pid
    if pid=$(server_pid "$1"); then
        kill "$pid"
        for _ in $(seq 100); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$1/pid"
}

# refuse_port_in_use PORT: fails if something already listens there.
refuse_port_in_use() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
        echo "port $1 is already in use" >&2
        return 1
    fi
}

# fetch_jars POM GOAL DIR: has Maven put what POM names into DIR/lib, unless it is there already.
# GOAL is the dependency plugin's: copy-dependencies for jars, unpack-dependencies for an archive.
fetch_jars() {
    if ! cmp -s "$1" "$3/pom.xml"; then
        rm -rf "${3:?}/lib" "$3/pom.xml"
        if ! mvn -q -B -ntp -f "$1" "dependency:$2" -DincludeScope=runtime \
            -DoutputDirectory="$3/lib" -DmarkersDirectory="$3/lib/.markers" >"$3/fetch.log" 2>&1; then
            cat "$3/fetch.log" >&2
            return 1
        fi
        cp "$1" "$3/pom.xml"
    fi
}

# find_java VERSION: prints the first java of at least VERSION out of $JAVA_HOME's, the one on PATH
# and those where Linux distributions and macOS install them, or fails if none is.
find_java() {
    local java found
    for java in ${JAVA_HOME:+"$JAVA_HOME/bin/java"} java /usr/lib/jvm/*/bin/java \
        /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
        found=$("$java" -version 2>&1 | sed -nE '1s/.*version "([0-9]+).*/\1/p') || continue
        if [ "${found:-0}" -ge "$1" ]; then
            echo "$java"
            return
        fi
    done
    echo "no JDK of version $1 or later was found: install one, or set JAVA_HOME to it" >&2
    return 1
}

# free_port_pair: prints a port that nobody listens on, nor on the one above it.
free_port_pair() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 10000))
        if refuse_port_in_use "$port" 2>/dev/null && refuse_port_in_use $((port + 1)) 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    echo "no two free ports in a row were found between 20000 and 30000" >&2
    return 1
}
