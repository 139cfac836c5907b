"""How far an article may reach. In: the folder or file a person named. Out: the folder that may be read.

Up to the nearest ancestor with `book.toml`, `content.opf` or a site's configuration, else up to the folder given.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MARKERS = (
    "book.toml",
    "content.opf",
    "package.opf",
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "zola.toml",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config/_default",
    "mkdocs.yml",
    "mkdocs.yaml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "astro.config.mjs",
    "astro.config.ts",
    "gatsby-config.js",
    "gatsby-config.ts",
    "eleventy.config.js",
    ".eleventy.js",
    "pelicanconf.py",
    "conf.py",
    "antora.yml",
    "book.json",
    "_quarto.yml",
    "_bookdown.yml",
    "myst.yml",
)


def root_of(folder: Path) -> Path:
    """The folder that articles in `folder` may refer into. `folder` is resolved."""
    return next((place for place in (folder, *folder.parents) if marked(place)), folder)


@lru_cache(maxsize=4096)
def marked(folder: Path) -> bool:
    """Whether a folder is the root of a book or a site."""
    return any((folder / marker).exists() for marker in MARKERS)
