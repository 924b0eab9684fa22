# Sourced by the other scripts: goes to the repository's root and makes a virtual environment with the built wheel in it.
# Usage: make_venv FOLDER [EXTRA,EXTRA]

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      printf '%s\n' "$name"
      return
    fi
  done
  printf 'error: no Python 3.11 or newer with venv was found\n  try: install it, or set PYTHON=/path/to/python3\n' >&2
  return 1
}

make_venv() {
  local folder=$1 extras=${2:-} python wheel
  python=$(find_python)
  [ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
  # The tests run against what a user installs: the wheel, not the checkout.
  rm -rf "$folder/wheel"
  "$folder/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder/wheel" .
  wheel=$(echo "$folder"/wheel/*.whl)
  # A pre-release of one dependency is all there is of it so far; every other stays a release.
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel${extras:+[$extras]}"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheel"
  PATH="$PWD/$folder/bin:$PATH"
  export PATH
}
