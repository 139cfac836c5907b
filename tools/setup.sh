#!/usr/bin/env bash
# Sets the checkout up: system libraries, fonts, and a virtual environment in .venv with everything pinned.
#
#   tools/setup.sh          what `make book` needs
#
# It installs what is missing and asks for nothing where all is present. macOS (Homebrew) is written with care and untried.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
lack() { say "setup: $1"; exit 4; }

# ---- system: Pango for WeasyPrint, and the faces of the themes
deb_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig $(grep -v '^#' tools/fonts.txt | tr '\n' ' ')"

install_debian() {
    missing=""
    for package in $deb_packages; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || lack "missing packages and no sudo; as root: apt-get install$missing"
        as_root=sudo
    fi
    say "setup: installing$missing"
    $as_root apt-get update -qq || lack "apt-get update failed; install by hand:$missing"
    # shellcheck disable=SC2086 - a list of words on purpose
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        lack "apt-get could not install:$missing"
}

install_macos() {
    command -v brew >/dev/null || lack "Homebrew is missing; see its site, then run this again"
    for formula in pango; do
        brew list --formula "$formula" >/dev/null 2>&1 || brew install --quiet "$formula"
    done
}

case "$(uname -s)" in
    Darwin) install_macos ;;
    Linux)
        if command -v apt-get >/dev/null; then
            install_debian
        else
            say "setup: no apt-get here; install Pango and the fonts of tools/fonts.txt with your package manager"
        fi
        ;;
    *) say "setup: unknown system; Pango is needed, see ARCHITECTURE.md" ;;
esac

# ---- Python
python=""
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || lack "Python 3.11 or newer is missing; install it, or name it with PYTHON=..."

stamp=.venv/.installed
sum=$(cat requirements.lock tools/pip.lock pyproject.toml | cksum)
if [ ! -x .venv/bin/python ] || [ "$(cat $stamp 2>/dev/null)" != "$sum" ]; then
    say "setup: installing Python packages into .venv"
    [ -x .venv/bin/python ] || "$python" -m venv .venv || lack "no virtual environment could be made; on Debian: apt-get install python3-venv"
    .venv/bin/python -m pip install --quiet --require-hashes -r tools/pip.lock || lack "pip could not be brought up to date"
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock || lack "the packages of requirements.lock could not be installed"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e . || lack "the project itself could not be installed"
    printf '%s' "$sum" >$stamp
fi
