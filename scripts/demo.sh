#!/usr/bin/env bash
# demo.sh SCALE PORT: from a clone to a running demo city. A second start keeps the data.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
scale=$1 port=$2

case $scale in
small) data=$PWD/var ;;
city) data=$PWD/var/city ;;
*) stop "SCALE is small or city, not “$scale”." ;;
esac
export HUIYING_DATA_DIR=${HUIYING_DATA_DIR:-$data} HUIYING_REQUIRE_TOTP=nobody
export HUIYING_PUBLIC_URL=${HUIYING_PUBLIC_URL:-http://127.0.0.1:$port}

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  stop "Port $port is in use by another program. Stop it, or choose another port: make demo PORT=$((port + 1))"
fi
scripts/install.sh
say "Preparing the database and the demo city"
.venv/bin/huiying demo --scale "$scale"
say "Starting the server and the background worker"
exec .venv/bin/huiying serve --port "$port" --with-worker
