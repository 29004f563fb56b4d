#!/usr/bin/env bash
# install.sh [test|cluster]: make .venv and bring it to the state of the locks. Does nothing when it is there.
# uv installs when it can be had (ten times faster), pip otherwise; both verify every hash.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

find_python() {
  local name
  for name in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      command -v "$name"
      return
    fi
  done
  stop "Huiying needs Python 3.11 or newer, and none was found."
}

make_venv() {
  local python
  python=$(find_python)
  "$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
  say "Making the Python environment in .venv"
  rm -rf .venv
  "$python" -m venv .venv
}

# install LOCK: nothing to do when the stamp in .venv holds the lock's checksum.
install() {
  local stamp=.venv/.installed-$(basename "$1") sum
  sum=$(sha256sum <"$1")
  [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
  say "Installing $(grep -c '^[a-z].*==' "$1") packages of $1"
  if has_uv && .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$1" 2>.venv/uv.log; then
    :
  else
    echo "  with pip, which takes a minute or two"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$1"
  fi
  printf '%s' "$sum" >"$stamp"
}

has_uv() {
  [ "${INSTALL:-}" != pip ] || return 1
  [ -x .venv/bin/uv ] ||
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r scripts/uv.lock 2>/dev/null
}

# The `huiying` command: the source is used where it lies, so nothing is built.
link() {
  local site
  site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  pwd >"$site/huiying.pth"
  printf '#!%s\nfrom huiying.__main__ import main\n\nmain()\n' "$PWD/.venv/bin/python" >.venv/bin/huiying
  chmod +x .venv/bin/huiying
}

# A folder that was moved or copied carries an environment that points elsewhere.
[ -x .venv/bin/python ] && [ "$(cat .venv/.home 2>/dev/null)" = "$PWD" ] || { make_venv && pwd >.venv/.home; }
install requirements.lock
[ "${1:-}" = "" ] || install requirements-test.lock
[ "${1:-}" != cluster ] || install requirements-cluster.lock
[ -x .venv/bin/huiying ] || link
