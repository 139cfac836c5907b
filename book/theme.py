"""Read a theme: a folder of `styles/`, or of the project's own. In: its name and variables. Out: a `Theme`.

    theme.toml    extends = "plain"; [variables] name = "value"; [faces] family = "debian package"
    base.css      shared by every edition
    print.css     pages (PDF)
    screen.css    reading systems and screens; its `@media print` part is for a PDF read on a screen
    cover.css     the cover set in type
    web.css       the one HTML file, after screen.css; a theme may lack it

`$name` in a CSS file stands for a variable: WeasyPrint takes no custom properties in `@page`, old reading systems
none at all. A theme that extends another adds its CSS to that one's, file by file, and its variables over that
one's; what the edition sets goes over both. Margins that are `auto` are computed from the trim size and the measure,
and the foot margin is evened out so that the text block holds a whole number of lines. CSS Paged Media 3, section 7.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from book.errors import Misused
from book.model import Problem, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILES = ("base", "print", "screen", "cover", "web")
_OPTIONAL = frozenset(["web"])  # a theme of its own may do without
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)
_VARIABLE = re.compile(r"\$([a-z][a-z0-9-]*)")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(pt|mm|cm|in|px|pc|q)", re.IGNORECASE)
_EM = re.compile(r"(\d+(?:\.\d+)?)(?:r?em)?")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, "pc": 12.0, "q": 72 / 101.6}
_SAFE = re.compile(r"[^{};@<\\]*")  # a value, not a rule of its own
_DEEPEST = 8  # themes that extend one another
_NARROWEST = 72.0  # pt: a text block below an inch is no page


def load(name: str, *, project: Path | None = None, variables: Mapping[str, str] | None = None) -> Theme:
    """The theme called `name`: of the project's `styles/`, else a shipped one, with `variables` over its own.

    Raises `Misused` for a theme or variable that does not exist, a file that is missing or cannot be read, a value
    that is no value, or a page smaller than its margins.
    """
    folders = _lineage(name, project)
    settings = [_settings(folder) for folder in folders]
    known: dict[str, str] = {}
    faces: dict[str, str] = {}
    for table in reversed(settings):
        known |= table["variables"]
        faces |= table["faces"]
    settled = _page(known | _given(name, known, variables or {}), name)
    css = {file: _css(folders, file, settled) for file in FILES}
    used = {family: package for family, package in faces.items() if any(f'"{family}"' in v for v in settled.values())}
    return Theme(name, settled, css["base"], css["print"], css["screen"], css["cover"], used, web=css["web"])


def shipped() -> tuple[str, ...]:
    """The names of the themes that come with the program."""
    return tuple(sorted(folder.name for folder in styles().iterdir() if (folder / "theme.toml").is_file()))


@cache
def styles() -> Path:
    """The folder of shipped themes: in the installed package, else in the checkout."""
    packed = Path(__file__).parent / "styles"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "styles"


def length(text: str) -> float | None:
    """A CSS length in pt; None for what is none."""
    match = _LENGTH.fullmatch(text.strip())
    return float(match[1]) * _POINTS[match[2].lower()] if match else None


def _lineage(name: str, project: Path | None) -> list[Path]:
    """The theme's folder and those it extends, nearest first."""
    folders: list[Path] = []
    wanted = name
    while wanted:
        folder = _folder(wanted, project, folders)
        folders.append(folder)
        if len(folders) > _DEEPEST:
            raise Misused(Problem("theme-extends", "error", str(folder), "themes extend one another without end"))
        wanted = _table(folder).get("extends", "")
    return folders


def _folder(name: str, project: Path | None, seen: list[Path]) -> Path:
    places = [project / "styles"] if project else []
    for place in (*places, styles()):
        folder = place / name
        # A project's theme may extend the shipped one of the same name.
        if _NAME.fullmatch(name) and (folder / "theme.toml").is_file() and folder not in seen:
            return folder
    where = str(seen[-1] / "theme.toml") if seen else ""
    hint = f"known: {', '.join(shipped())}; or make styles/{name}/theme.toml"
    raise Misused(Problem("theme-unknown", "error", where, f"there is no theme '{name}'", hint))


@cache
def _read(path: Path, changed: int) -> str:
    del changed  # part of the key: a file edited between two builds of one process is read again
    return path.read_text("utf-8")


def _text(path: Path) -> str:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(Problem("theme-unreadable", "error", str(path), f"cannot be read: {error}")) from error


def _table(folder: Path) -> dict[str, Any]:
    path = folder / "theme.toml"
    try:
        return tomli.loads(_text(path))
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise Misused(Problem("theme-syntax", "error", str(path), f"is not TOML: {error}")) from error


def _settings(folder: Path) -> dict[str, dict[str, str]]:
    """The tables of a theme.toml, every value a string."""
    table = _table(folder)
    problems = [
        Problem("theme-key", "error", str(folder / "theme.toml"), f"unknown key '{key}'", "extends, variables, faces")
        for key in sorted(table.keys() - {"extends", "variables", "faces"})
    ]
    if problems:
        raise Misused(*problems)
    return {key: {name: str(value) for name, value in table.get(key, {}).items()} for key in ("variables", "faces")}


def _given(theme: str, known: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """What the edition sets, checked."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    problems = []
    for name, value in variables.items():
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(sorted(known))}"
            problems.append(Problem("theme-variable", "error", theme, f"the theme has no variable '{name}'", hint))
        elif not _SAFE.fullmatch(str(value)):
            hint = "write a value as CSS takes it, without braces or semicolons"
            problems.append(Problem("theme-value", "error", theme, f"'{value}' is no value for '{name}'", hint))
    if problems:
        raise Misused(*problems)
    return {name: str(value) for name, value in variables.items()}


def _css(folders: list[Path], file: str, variables: Mapping[str, str]) -> str:
    """The CSS of a theme and of what it extends, the most general first."""
    parts = []
    for folder in reversed(folders):
        path = folder / f"{file}.css"
        if path.is_file():
            parts.append(_filled(_text(path), path, variables))
        elif folder is folders[-1] and file not in _OPTIONAL:  # whoever extends nothing must be whole
            hint = 'add it, or extend a theme: extends = "plain"'
            raise Misused(Problem("theme-file", "error", str(path), "is missing from the theme", hint))
    return "\n".join(parts)


def _filled(css: str, path: Path, variables: Mapping[str, str]) -> str:
    unknown = []

    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            line = css.count("\n", 0, match.start()) + 1
            unknown.append(Problem("theme-variable", "error", f"{path}:{line}", f"no variable '{match[1]}'"))
        return variables.get(match[1], "")

    filled = _VARIABLE.sub(value, css)
    if unknown:
        raise Misused(*unknown)
    return filled


# ---------------------------------------------------------------- the page


def _page(variables: Mapping[str, str], theme: str) -> dict[str, str]:
    """The variables with every length of the page settled, in pt; `text-width` and `text-height` are added."""
    width, height = _points(variables, "trim-width", theme), _points(variables, "trim-height", theme)
    size = _points(variables, "text-size", theme)
    leading = round(size * _factor(variables, "leading", theme), 3)
    spare = width - size * _factor(variables, "measure", theme)
    inner = _margin(variables, "margin-inner", max(spare * 0.46, min(45.0, width * 0.13)), theme)
    outer = _margin(variables, "margin-outer", max(spare * 0.54, min(40.0, width * 0.11)), theme)
    top = _margin(variables, "margin-top", max(height * 0.105, min(46.0, height * 0.13)), theme)
    bottom = _margin(variables, "margin-bottom", max(height * 0.125, min(52.0, height * 0.14)), theme)
    lines = int((height - top - bottom) / leading)
    if width - inner - outer < min(_NARROWEST, width / 2) or lines < 3:
        what = f"a page of {variables['trim-width']} x {variables['trim-height']} is smaller than its margins"
        raise Misused(Problem("page-too-small", "error", theme, what, "choose a larger trim or smaller margins"))
    bottom = height - top - lines * leading
    settled = {
        "margin-inner": inner, "margin-outer": outer, "margin-top": top, "margin-bottom": bottom,
        "margin-side": (inner + outer) / 2, "line": leading, "text-width": width - inner - outer,
        "text-height": lines * leading, "page-width": width, "page-height": height,
    }  # fmt: skip
    return {**variables, **{name: f"{value:.2f}pt" for name, value in settled.items()}, "lines": str(lines)}


def _points(variables: Mapping[str, str], name: str, theme: str) -> float:
    found = length(variables.get(name, ""))
    if found is None or found <= 0:
        what = f"'{name}' is '{variables.get(name, '')}', which is no length"
        raise Misused(Problem("theme-value", "error", theme, what, "write it with a unit: 6in, 152mm, 10.5pt"))
    return found


def _factor(variables: Mapping[str, str], name: str, theme: str) -> float:
    match = _EM.fullmatch(variables.get(name, ""))
    if match is None or float(match[1]) <= 0:
        what = f"'{name}' is '{variables.get(name, '')}', which is no number of times the type size"
        raise Misused(Problem("theme-value", "error", theme, what, "write a number: 1.4"))
    return float(match[1])


def _margin(variables: Mapping[str, str], name: str, computed: float, theme: str) -> float:
    return computed if variables.get(name, "auto") == "auto" else _points(variables, name, theme)


def absent_faces(theme: Theme, needed: Iterable[str], installed: Iterable[str]) -> tuple[Problem, ...]:
    """A problem for each family that is needed and not installed, with the package that has it where it is known."""
    there = {family.casefold() for family in installed}
    return tuple(
        Problem(
            "face-missing", "warning", f"theme {theme.name}", f"the face '{family}' is not installed",
            "another stands in; install "
            + (f"the package {theme.faces[family]}" if family in theme.faces else "it, or name one that is there"),
        )
        for family in dict.fromkeys(needed)
        if family.casefold() not in there
    )  # fmt: skip
