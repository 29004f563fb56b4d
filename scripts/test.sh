#!/usr/bin/env bash
# test.sh [lint|unit|postgres|browser]: every check and test, or one part. Stops at the first failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/postgres.sh
part=${1:-all}
bin=.venv/bin
summary=()

# stage NAME COMMAND…: run it under a heading, timed.
stage() {
  local name=$1 began=$SECONDS
  shift
  say "$name"
  if ! "$@"; then
    printf '\nFAILED: %s\n  %s\n' "$name" "$*" >&2
    exit 1
  fi
  summary+=("$(printf '%5d s  %s' $((SECONDS - began)) "$name")")
}

wants() { [ "$part" = all ] || [ "$part" = "$1" ]; }

system_packages() {
  local missing=()
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  command -v xgettext >/dev/null || missing+=(gettext)
  if wants browser; then
    command -v chromium >/dev/null || missing+=(chromium)
    command -v fc-list >/dev/null || missing+=(fontconfig)
    [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || missing+=(fonts-noto-cjk)
    ldconfig -p 2>/dev/null | grep -q 'libatomic.so.1' || missing+=(libatomic1)
  fi
  if wants postgres; then
    has_postgres || missing+=(postgresql)
  fi
  need "${missing[@]}"
}

templates() { git ls-files '*.html' | xargs -r "$bin/djade" --check --target-version 5.2; }
tests() { "$bin/python" -m pytest -q -n 2 --dist worksteal --maxfail 5 -m 'not browser and not cluster'; }
browser() { "$bin/python" -m pytest -q --maxfail 2 -m browser; }
migrations() {
  "$bin/huiying" manage check --fail-level WARNING && "$bin/huiying" manage makemigrations --check --dry-run
}
on_postgres() { start_postgres && tests; }

# The tests' own data lies in a folder of their own; a developer's settings do not reach them.
scratch=$(mktemp -d)
trap 'stop_postgres; rm -rf "$scratch"' EXIT
for name in ${!HUIYING_@}; do
  [ "$name" = HUIYING_SHARED_DATA ] || unset "$name"
done
export HUIYING_DATA_DIR=$scratch

stage "System packages" system_packages
stage "Python packages" scripts/install.sh test
stage "Translations compiled" "$bin/huiying" translations compile
if wants lint; then
  stage "Format" "$bin/ruff" format --check .
  stage "Lint" "$bin/ruff" check .
  stage "Templates" templates
  stage "Import contracts" "$bin/lint-imports"
  stage "Migrations" migrations
  stage "Translations" "$bin/huiying" translations check
  stage "Types" "$bin/mypy"
fi
wants unit && stage "Tests on SQLite" tests
wants browser && stage "Browser journeys" browser
wants postgres && stage "Tests on PostgreSQL" on_postgres

printf '\nAll passed:\n'
printf '%s\n' "${summary[@]}" "$(printf '%5d s  in all' "$SECONDS")"
