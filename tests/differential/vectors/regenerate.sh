#!/usr/bin/env bash
# Makes the cases and the answers again: see README.md.
# usage: regenerate.sh [PYTHON]
set -euo pipefail

python=$(command -v "${1:-python3}")
python=$(realpath --no-symlinks "$python")
cd "$(dirname "${BASH_SOURCE[0]}")"

"$python" cases.py
(cd java && mvn --quiet compile exec:java -Dexec.args='../cases ../java-results ../containers')
"$python" fastavro_vectors.py
