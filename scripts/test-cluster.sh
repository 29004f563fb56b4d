#!/usr/bin/env bash
# test-cluster.sh: the measures by all engines, Spark on a master and two workers of its own.
# Installs the extra `cluster`, which brings its Java along.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

scripts/install.sh cluster
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for name in ${!HUIYING_@} ${!SPARK_@} JAVA_HOME; do
  unset "$name"
done
export HUIYING_DATA_DIR=$scratch
say "Measures on a Spark cluster"
.venv/bin/huiying translations compile
.venv/bin/python -m pytest -q -m cluster tests/test_cluster.py
