"""Which files of a folder are no articles, by their names. In: a path below the folder. Out: a phrase, "" for none.

Nothing is left out that is named on the command line: these rules hold for what is found in a folder.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from book import media

if TYPE_CHECKING:
    from pathlib import PurePosixPath

# What stands in no line and in no book: control characters, and the surrogates of a name in no encoding.
UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# Read by no one as text, and named nowhere: a version control's, an editor's, a program's own folders.
UNSEEN = frozenset(
    ["node_modules", "__pycache__", "__MACOSX", "venv", "site-packages", "vendor", "bower_components", "Thumbs.db"]
)
_TEMPLATES = frozenset(
    [
        "_layouts",
        "_includes",
        "_sass",
        "layouts",
        "layout",
        "templates",
        "template",
        "themes",
        "archetypes",
        "partials",
        "includes",
        "shortcodes",
        "components",
        "macros",
        "_templates",
        "_partials",
        "scaffolds",
    ]
)
_BUILT = frozenset(["_site", ".book", "dist"])
_DATA = frozenset(["_data", "i18n", "locales"])
_DRAFTS = frozenset(["_drafts", "drafts"])
_PROJECT = re.compile(
    r"(?:read[-_ ]?me|changes|change[-_ ]?log|history|news|releases?|contributing|contributors?|authors|maintainers|"
    r"code[-_]of[-_]conduct|security|support|governance|codeowners|todo|install|pull_request_template|issue_template|"
    r"claude|agents|production-notes)(?:[._-][a-z]{2}(?:[-_][a-z]{2,4})?)?",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"(?:un)?(?:licen[cs]e|copying|copyright|notice|legal)(?:[-_.](?:mit|apache|bsd|gpl|cc)[\w.-]*)?", re.IGNORECASE
)
_MACHINE = re.compile(
    r"(?:robots|humans|ads|app-ads|security|llms|llms-full|requirements[\w-]*|constraints|cmakelists|cname|version|"
    r"manifest)\.txt",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?:_index|summary|sitemap|404|403|500|archives?|tags?|categor(?:y|ies)|search|_sidebar|_navbar|_coverpage|"
    r"sidebar|navigation|nav|toc|site-?map|feed|rss|atom)",
    re.IGNORECASE,
)
_README = re.compile(r"readme(?:[._-]\w{2,5})?", re.IGNORECASE)
_PAGES = media.HTML | media.XHTML | media.MARKDOWN


def no_article(path: PurePosixPath, *, project: bool) -> str:
    """Why a file is no article, as a phrase; "" for none. `project`: a `book.toml` lies beside it, as `build/` does."""
    folders = path.parts[:-1]
    for folder in folders:
        if reason := _folder(folder):
            return reason
    if project and folders and folders[0] == "build":
        return "what was compiled"
    return _file(path)


def may_list(path: PurePosixPath) -> bool:
    """Whether a page that is no article may list the articles: a README, a table of contents."""
    told = not any(_folder(folder) for folder in path.parts[:-1])
    return (
        told
        and media.suffix(path.name) in _PAGES
        and bool(_LISTING.fullmatch(path.stem) or _README.fullmatch(path.stem))
    )


def _folder(name: str) -> str:
    lower = name.lower()
    for names, reason in (
        (_TEMPLATES, "a template of the site"),
        (_BUILT, "what was compiled"),
        (_DATA, "data of the site"),
        (_DRAFTS, "a draft"),
    ):
        if lower in names:
            return reason
    return "a file of a saved page" if re.search(r"_files$|\.fld$|_archivos$|-Dateien$|_fichiers$", name) else ""


def _file(path: PurePosixPath) -> str:
    stem, ending = path.stem, media.suffix(path.name)
    if _MACHINE.fullmatch(path.name):
        return "a file for programs"
    if _LICENCE.fullmatch(path.name) or (_LICENCE.fullmatch(stem) and ending in media.READABLE):
        return "a licence"
    if _PROJECT.fullmatch(path.name) or (_PROJECT.fullmatch(stem) and ending in media.MARKDOWN | media.TEXT):
        return "about the files, not of the series"
    if _LISTING.fullmatch(stem) and ending in _PAGES:
        return "a listing of the site"
    return ""
