"""Styles that every reading system can follow: sides for old ones, upright numbers in vertical lines, contrast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import epub_samples as samples
import pytest

from book.editions.epub.sides import with_sides
from book.editions.epub.vertical import CSS, upright
from book.theme import load, shipped

if TYPE_CHECKING:
    from book.model import Theme


@pytest.mark.parametrize(("direction", "side"), [("ltr", "left"), ("rtl", "right")])
def test_a_system_that_knows_no_start_gets_the_side(direction: str, side: str) -> None:
    css = with_sides("ul { margin: 0; margin-inline-start: 1.8em }", direction)  # type: ignore[arg-type]  # a parameter - one of the two directions
    assert css == f"ul {{ margin: 0; margin-{side}: 1.8em; margin-inline-start: 1.8em }}"


def test_other_declarations_stay_as_they_are() -> None:
    css = "p { text-align: center; margin: 0 1em; border-inline-start-color: red }"
    assert with_sides(css, "ltr").replace("border-left-color: red; ", "") == css


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年12月3日", '2024年<span class="upright">12</span>月<span class="upright">3</span>日'),
        ("3.14と1,000とA4", "3.14と1,000とA4"),
        ("<code>12</code>と<em>7</em>", '<code>12</code>と<em><span class="upright">7</span></em>'),
        ("<ruby>一<rt>12</rt></ruby>か9", '<ruby>一<rt>12</rt></ruby>か<span class="upright">9</span>'),
    ],
)
def test_short_numbers_stand_upright_in_vertical_lines(text: str, expected: str) -> None:
    said = samples.metadata(language="ja")
    [sheet] = upright([samples.sheet("ch-01", "chapter", "body", "T", f"<p>{text}</p>", said)])
    assert f"<p>{expected}</p>" in sheet.xhtml


# ---------------------------------------------------------------- contrast

# What a reading system sets text on and in: its own day, sepia and night.
GROUNDS = {"day": ("#ffffff", "#000000"), "sepia": ("#f4ecd8", "#5b4636"), "night": ("#000000", "#ffffff")}
_NAMED = {"black": "#000000", "white": "#ffffff"}
_COLOUR = re.compile(r"(?<![-\w])(?P<what>color|background(?:-color)?)\s*:\s*(?P<value>[^;}]+)")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    plain = _NAMED.get(colour, colour).lstrip("#")
    plain = "".join(sign * 2 for sign in plain) if len(plain) == 3 else plain
    parts = [int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_screen(css: str) -> str:
    """What of a style sheet an EPUB's reading system follows: without `@media print`, comments and pages."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = css.find("@media print")
    while found >= 0:
        depth, at = 0, css.index("{", found)
        for end in range(at, len(css)):
            depth += (css[end] == "{") - (css[end] == "}")
            if depth == 0:
                break
        css = css[:found] + css[end + 1 :]
        found = css.find("@media print")
    return css


@pytest.mark.parametrize("name", shipped())
def test_text_has_contrast_by_day_and_by_night(name: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1, on every ground, for each colour that a theme sets; most set none."""
    theme = load(name)
    for css in (theme.base, theme.screen):
        for match in _COLOUR.finditer(on_screen(css)):
            value = match["value"].strip().split()[0]
            if value in {"inherit", "currentcolor", "transparent", "none"}:
                continue
            assert match["what"] == "color", (
                f"{name} sets a ground and leaves the text's colour to the reader: {match[0]}"
            )
            for ground, _ in GROUNDS.values():
                assert contrast(value, ground) >= 4.5, f"{name}: {match[0]} on {ground}"


def test_a_colour_for_the_day_alone_is_found() -> None:
    assert contrast("#777", "#fff") < 4.5 < contrast("#767676", "#fff")
    assert contrast("#0b5cad", "#000000") < 4.5


@pytest.mark.parametrize("name", sorted(set(shipped()) - {"plain"}))
def test_the_cover_has_contrast(name: str) -> None:
    """Large type: 3 to 1; all else 4.5 to 1."""
    theme = load(name)
    ground = theme.variables["cover-ground"]
    assert contrast(theme.variables["cover-ink"], ground) >= 4.5
    for ink, behind in written(theme):
        assert contrast(ink, behind) >= 4.5, (name, ink, behind)


def written(theme: Theme) -> list[tuple[str, str]]:
    """Colours of small type on the cover, with what lies behind: a block at the foot is the accent's."""
    ground, block = theme.variables["cover-ground"], theme.variables.get("cover-accent", "")
    low = block if "::before" in theme.cover and f"background: {block}" in theme.cover else ground
    found = []
    for rule in re.finditer(r"\.(series|subtitle|authors|publisher)[^{]*\{([^}]*)\}", theme.cover):
        colour = re.search(r"(?<![-\w])color:\s*(#\w+)", rule[2])
        if colour:
            found.append((colour[1], low if rule[1] in {"authors", "publisher"} else ground))
    return found


def test_vertical_lines_leave_room_between_blocks() -> None:
    """In vertical lines the space between blocks is to their right and left: no heading keeps one over it alone."""
    for heading in ("h1", "h2", "h3"):
        margin = re.search(rf"^{heading} {{ margin: (\S+) (\S+) (\S+) (\S+); }}", CSS, re.MULTILINE)
        assert margin
        top, right, _, left = margin.groups()
        assert top == "0"
        assert float(right[:-2]) > 0 < float(left[:-2])
