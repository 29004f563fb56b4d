#!/usr/bin/env bash
# Resolve pyproject.toml into the locks, with hashes, for every platform.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install.sh
compile=(.venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11
  --no-emit-index-url --no-header "$@")
"${compile[@]}" pyproject.toml -o requirements.lock
"${compile[@]}" --group test -c requirements.lock -o requirements-test.lock
"${compile[@]}" --extra cluster -c requirements.lock pyproject.toml -o requirements-cluster.lock
