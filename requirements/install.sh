#!/bin/sh
# Makes .venv from a lock file: requirements/install.sh LOCK. Needs Python 3.11 or newer with pip, nothing else.
set -eu
cd "$(dirname "$0")/.."
lock=$1

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
for python in ${PYTHON:-} python3.11 python3 python; do
    usable "$python" && break
    python=
done
[ -n "$python" ] || { echo "make install: no Python 3.11 or newer found; install one or set PYTHON=/path/to/python3.11" >&2; exit 1; }

# Making an environment anew empties the folder, and through a link somebody else's.
[ ! -L .venv ] || { echo "make install: .venv is a symbolic link; remove the link (rm .venv), and a folder of its own is made" >&2; exit 1; }

# Debian keeps ensurepip in a package of its own; pip can also fill an environment from outside.
"$python" -m venv .venv 2>/dev/null || "$python" -m venv --clear --without-pip .venv
pip() { "$python" -m pip --disable-pip-version-check --python .venv/bin/python "$@"; }

with_uv() {
    pip install --quiet --require-hashes --requirement requirements/install.lock || return 1
    # uv does not read pip's configuration; a mirror that pip was told of serves both.
    index=$(pip config get global.index-url 2>/dev/null || true)
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --requirement "$lock"
}

echo "Installing into .venv from $lock ..."
with_uv || {
    echo "uv could not install; using pip, which takes longer ..."
    pip install --require-hashes --requirement "$lock"
}
