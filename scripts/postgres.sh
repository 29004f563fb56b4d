# A PostgreSQL of our own in a temporary folder, its data thrown away. Source this file, set
# `trap stop_postgres EXIT`, then `start_postgres`; it exports HUIYING_DATABASE_URL.

postgres_folder=""
postgres_control=()

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }

start_postgres() {
  local bin port as=()
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb)")
  postgres_folder=$(mktemp -d)
  if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$postgres_folder"
    as=(runuser -u postgres --)
  fi
  port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  postgres_control=("${as[@]}" "$bin/pg_ctl" -D "$postgres_folder/data")
  local options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder"
  options+=" -c max_connections=60 ${POSTGRES_OPTIONS:--c fsync=off -c synchronous_commit=off -c full_page_writes=off}"
  (
    cd / # a folder that the user postgres may enter
    "${as[@]}" "$bin/initdb" -D "$postgres_folder/data" -U postgres --locale=C.UTF-8 -E UTF8 -A trust >/dev/null &&
      "${postgres_control[@]}" -w -l "$postgres_folder/log" -o "$options" start >/dev/null
  ) || {
    cat "$postgres_folder/log" >&2
    echo "PostgreSQL did not start." >&2
    return 1
  }
  export HUIYING_DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres
}

stop_postgres() {
  [ -n "$postgres_folder" ] || return 0
  (cd / && "${postgres_control[@]}" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$postgres_folder"
  postgres_folder=""
}
