#!/usr/bin/env bash
# Starts a real Apache Kafka broker (KRaft, one node, transactions on) and prints its address.
#
#   kafka-up.sh [--keep] WORK_DIR [PORT]      PORT is 19092 unless given; PORT + 1 is the controller's
#
# WORK_DIR/kafka holds everything: the jars (fetched once), the data (new at every start, unless
# --keep finds some), server.log and pid. A broker that is already up is left alone. Stop it with
# kafka-down.sh.
# Needs: bash, Maven, a JDK of 17 or later (see find_java in lib.sh).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"

keep=
[ "${1:-}" != --keep ] || { keep=yes; shift; }
[ $# -ge 1 ] || { echo "usage: $0 [--keep] WORK_DIR [PORT]" >&2; exit 2; }
mkdir -p "$1/kafka"
dir=$(cd "$1/kafka" && pwd)
port=${2:-19092}
controller_port=$((port + 1))

if server_pid "$dir" >/dev/null; then
    cat "$dir/address"
    exit 0
fi
java=$(find_java 17)
refuse_port_in_use "$port"
refuse_port_in_use "$controller_port"
fetch_jars "$here/kafka/pom.xml" copy-dependencies "$dir"

[ -n "$keep" ] || rm -rf "$dir/data"
cat >"$dir/server.properties" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller_port
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port
advertised.listeners=PLAINTEXT://127.0.0.1:$port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=$dir/data

# Internal topics on the only broker there is, with one partition each so that the first
# consumer group and the first transaction do not wait for fifty.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1

# A test should not wait for a group to fill up.
group.initial.rebalance.delay.ms=0
EOF

jvm=("$java" -cp "$dir/lib/*" -Dserver.dir="$dir"
    -Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    -Dorg.slf4j.simpleLogger.showDateTime=true
    -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS)

# The meta.properties that formatting leaves behind is what tells kept data from none.
if [ ! -e "$dir/data/meta.properties" ]; then
    "${jvm[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn kafka.tools.StorageTool format \
        --cluster-id MkU3OEVBNTcwNTJENDM2Qg \
        --config "$dir/server.properties" >"$dir/format.log" 2>&1 || { cat "$dir/format.log" >&2; exit 1; }
fi

start_server "$dir" 'Kafka Server started' 60 "${jvm[@]}" kafka.Kafka "$dir/server.properties"
echo "127.0.0.1:$port" | tee "$dir/address"
