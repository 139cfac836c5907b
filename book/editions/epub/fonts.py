"""Faces that travel with the book. In: sheets, a theme. Out: a style sheet and one subset for each face it names.

Wanted only where the edition says `fonts = true` or the theme's variable `embed-faces` says "yes": most readers have
chosen a face of their own. TTF or OTF, never WOFF2, which shops refuse, and never obfuscated. EPUB 3.3, 3.4 and 6.3.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from book.editions.epub.faces import cuts, packed
from book.frozen import frozen
from book.model import Asset, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping, Sequence

    from book.config import EditionSettings
    from book.model import Sheet, Theme

NAME = "styles/fonts.css"
_FAMILY = re.compile(r'"([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2003\u2002\u2014\u2022*"  # what styles may generate
# Faces by the theme's variable, each with the letters that call for it.
_SCRIPTS = {
    "text-face": re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]"),
    "heading-face": re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]"),
    "arabic-face": re.compile(r"[؀-ۿݐ-ݿ]"),
    "hebrew-face": re.compile(r"[א-ת]"),
    "devanagari-face": re.compile(r"[ऀ-ॿ]"),
    "thai-face": re.compile(r"[ก-๛]"),
    "japanese-face": re.compile(r"[\u3040-\u30ff]"),
    "korean-face": re.compile(r"[가-힣]"),
}
_CODE = re.compile(r"<(?:code|pre|kbd|samp)\b")
_LATIN = frozenset(["text-face", "heading-face", "mono-face"])
_BY_LANGUAGE = {
    **dict.fromkeys(["ar", "fa", "ur", "ps", "ku", "ug"], ("arabic-face",)),
    **dict.fromkeys(["he", "yi"], ("hebrew-face",)),
    "ja": ("japanese-face",),
    "zh": ("chinese-face", "taiwanese-face"),
}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHINESE = {"zh": "chinese-face", "zh-hant": "taiwanese-face", "zh-tw": "taiwanese-face", "zh-hk": "taiwanese-face"}


@frozen
class Fonts:
    """What the book gets for its faces."""

    css: str
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...] = ()


def wanted(edition: EditionSettings | None, theme: Theme) -> bool:
    """Whether this edition is to carry its faces: the edition's word, else the theme's."""
    said = edition.fonts if edition is not None else None
    return said if said is not None else theme.variables.get("embed-faces", "no") == "yes"


def fonts(
    sheets: Sequence[Sheet], theme: Theme, language: str, cache: MutableMapping[str, bytes] | None = None
) -> Fonts:
    """Subsets of the faces that the text calls for, and the CSS that uses them. Same input, same bytes."""
    text = "".join(sheet.xhtml for sheet in sheets if sheet.kind != "cover")
    letters = "".join(sorted(set(unescape(_TAG.sub(" ", text)))))
    needed = frozenset(letters) | frozenset(_PLAIN)
    variables = [*_called(letters, language)]
    if _CODE.search(text):
        variables.append("mono-face")
    # Other scripts stress a word in other ways than with a slanted letter: they need no italics.
    families: dict[str, bool] = {}
    for name in variables:
        if family := _family(theme, name):
            families[family] = families.get(family, False) or name in _LATIN
    where = f"theme {theme.name}"
    if shutil.which("fc-list") is None:
        hint = "install fontconfig, or set fonts = false"
        return Fonts("", (), (Problem("font-missing", "warning", where, "faces cannot be looked up", hint),))
    found = [_of_family(family, slanted, needed, cache) for family, slanted in families.items()]
    problems = [problem for each in found for problem in each.problems]
    for family, each in zip(families, found, strict=True):
        if not each.assets and not each.problems:
            hint = f"install {theme.faces.get(family, 'it')}, or set fonts = false"
            problems.append(Problem("font-missing", "warning", where, f"the face '{family}' is not installed", hint))
    assets = tuple(asset for each in found for asset in each.assets)
    if not assets:
        return Fonts("", (), tuple(problems))
    css = "".join(each.css for each in found) + "".join(_uses(theme, variables, language))
    return Fonts(css, assets, tuple(dict.fromkeys(problems)))


def _of_family(family: str, slanted: bool, needed: frozenset[str], cache: MutableMapping[str, bytes] | None) -> Fonts:
    """The cuts of one family; none of them where its licence forbids one."""
    rules: list[str] = []
    assets: list[Asset] = []
    doubts: list[Problem] = []
    for style, weight, cut in cuts(family):
        if style == "italic" and not slanted:
            continue
        subset = packed(cut, family, needed, cache)
        if isinstance(subset, Problem):
            return Fonts("", (), (subset,))
        name = f"fonts/{_slug(family)}-{weight}{'-italic' if style == 'italic' else ''}.{subset.suffix}"
        assets.append(Asset(name, f"font/{subset.suffix}", subset.data, source=Path(cut.path).name))
        rules = rules or [f"/* {family}: {subset.credit} */\n"]
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; '
            f'src: url("../{name}"); }}\n'
        )
        doubts.extend(subset.doubts)
    return Fonts("".join(rules), tuple(assets), tuple(doubts))


def linked(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets with the faces' style before all others, which may name a face of their own."""
    link = f'<link rel="stylesheet" type="text/css" href="{NAME}"/>'
    return [
        sheet
        if sheet.kind == "cover"
        else replace(sheet, xhtml=_first(sheet.xhtml, link), styles=(NAME, *sheet.styles))
        for sheet in sheets
    ]


def _first(xhtml: str, link: str) -> str:
    at = xhtml.find("<link ")
    at = at if at >= 0 else xhtml.find("</head>")
    return f"{xhtml[:at]}{link}\n{xhtml[at:]}"


def _called(text: str, language: str) -> Iterator[str]:
    """The variables of the faces whose letters stand in the text."""
    for name, sign in _SCRIPTS.items():
        if sign.search(text):
            yield name
    tag = language.lower()
    if _HAN.search(text) and not _SCRIPTS["japanese-face"].search(text):
        yield _CHINESE.get(tag, _CHINESE.get("-".join(tag.split("-")[:2]), "chinese-face"))


def _family(theme: Theme, name: str) -> str:
    found = _FAMILY.search(theme.variables.get(name, ""))
    return found[1] if found else ""


def _uses(theme: Theme, variables: Sequence[str], language: str) -> Iterator[str]:
    """Who is set in what: the face of the book's own script first; one without the letter gives way to the next."""
    others = [name for name in variables if name not in _LATIN]
    main = [name for name in others if _called_by(name, language)]
    rest = [theme.variables[name] for name in others if name not in main]
    for selector, name in (("body", "text-face"), ("h1, h2, h3, h4, h5, h6", "heading-face")):
        first, _, after = theme.variables[name].partition(",")
        stack = [*(theme.variables[name] for name in main), first, *rest, *([after.strip()] if after else [])]
        yield f"{selector} {{ font-family: {', '.join(stack)}; }}\n"
    if "mono-face" in variables:
        yield f"code, pre, kbd, samp {{ font-family: {theme.variables['mono-face']}; }}\n"


def _called_by(name: str, language: str) -> bool:
    return name in _BY_LANGUAGE.get(language.lower().partition("-")[0], ())


def _slug(family: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-") or "face"
