# Words shared by the scripts; source it from the top of the repository.

say() { printf '\033[1m%s\033[0m\n' "→ $*"; }
stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

# need PACKAGE…: install Debian packages, or say which line installs them.
need() {
  [ $# -gt 0 ] || return 0
  local become=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      become=(sudo)
    else
      stop "These packages are missing: $*
Please install them and run this again:
  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
  fi
  command -v apt-get >/dev/null || stop "These packages are missing, please install what your system calls them: $*"
  say "Installing $* by apt"
  "${become[@]}" apt-get -o DPkg::Lock::Timeout=600 update -qq
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}
