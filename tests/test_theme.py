"""A theme is a folder; what is wrong in it is said with its place and the way out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.errors import Misused
from book.theme import absent_faces, length, load, shipped

if TYPE_CHECKING:
    from pathlib import Path

THEMES = ("classic", "modern", "plain", "reader")


def points(text: str) -> float:
    found = length(text)
    assert found is not None
    return found


def own(project: Path, toml: str, **css: str) -> Path:
    folder = project / "styles" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(toml, "utf-8")
    for name, text in css.items():
        (folder / f"{name}.css").write_text(text, "utf-8")
    return project


def test_the_shipped_themes_are_there() -> None:
    assert shipped() == THEMES


@pytest.mark.parametrize("name", THEMES)
def test_a_shipped_theme_is_whole_and_every_variable_filled(name: str) -> None:
    theme = load(name)
    for css in (theme.base, theme.print, theme.screen, theme.cover):
        assert css.strip()
        assert not re.search(r"\$[a-z]", css)
        assert css.count("{") == css.count("}")
    assert theme.faces


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheets_have_nothing_the_page_engine_does_not_know(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    from weasyprint import CSS  # noqa: PLC0415 - half a second, wanted by one test

    theme = load(name)
    for css in (theme.base, theme.print, theme.screen, theme.cover):
        CSS(string=css)
    assert [record.getMessage() for record in caplog.records if "weasyprint" in record.name] == []


@pytest.mark.parametrize("name", THEMES)
def test_what_reading_systems_get_fixes_no_face_size_or_colour_of_the_text(name: str) -> None:
    """A reader's own face, size and dark ground must stay possible."""
    base = load(name).base
    assert not re.search(r"(?<![-\w])color:(?!\s*inherit)", base)
    assert "background:" not in base.replace("background: none", "")
    assert not re.search(r"font-size:[^;}]*(pt|px|mm|cm|in)\b", base)
    assert not re.search(r"(?<![-\w])(direction|unicode-bidi|position:\s*fixed)", base)


@pytest.mark.parametrize("name", THEMES)
def test_the_text_can_be_read_against_its_ground(name: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 on white paper."""
    variables = load(name).variables
    for role in ("ink", "quiet", "accent", "screen-link"):
        assert contrast(variables[role], "#fff") >= 4.5, role
    assert contrast(variables.get("cover-ink", "#222"), variables.get("cover-ground", "#fff")) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(
    st.sampled_from(THEMES),
    st.floats(min_value=90, max_value=420),
    st.floats(min_value=130, max_value=594),
)
def test_any_page_has_a_text_block_of_whole_lines_inside_its_margins(name: str, width: float, height: float) -> None:
    variables = load(name, variables={"trim-width": f"{width:.1f}mm", "trim-height": f"{height:.1f}mm"}).variables
    inner, outer, text = (points(variables[key]) for key in ("margin-inner", "margin-outer", "text-width"))
    assert inner + outer + text == pytest.approx(points(variables["page-width"]), abs=0.1)
    assert min(inner, outer) > 0
    lines = points(variables["text-height"]) / points(variables["line"])
    assert lines == pytest.approx(int(variables["lines"]), abs=0.05)
    assert points(variables["margin-top"]) + points(variables["text-height"]) < points(variables["page-height"])


def test_six_by_nine_has_the_gutter_printers_ask_for() -> None:
    """0.625 in inside, enough to 500 pages; the outer margin is the wider, as in a spread."""
    variables = load("classic").variables
    assert points(variables["margin-inner"]) >= 45
    assert points(variables["margin-outer"]) > points(variables["margin-inner"])


def test_an_edition_may_override_a_variable() -> None:
    assert "2cm" not in load("classic").print
    assert "font-size: 14pt" in load("classic", variables={"text-size": "14pt"}).print
    assert load("classic", variables={"margin-inner": "2cm"}).variables["margin-inner"] == "56.69pt"


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"txt-size": "9pt"}, "did you mean 'text-size'?"),
        ({"text-size": "large"}, "no length"),
        ({"leading": "wide"}, "no number"),
        ({"accent": "red; } body { display: none"}, "no value"),
        ({"margin-inner": "3in", "margin-outer": "3in"}, "smaller than its margins"),
        ({"margin-top": "5in", "margin-bottom": "4in"}, "smaller than its margins"),
    ],
)
def test_a_wrong_value_is_refused_with_the_way_out(variables: dict[str, str], says: str) -> None:
    with pytest.raises(Misused, match=re.escape(says)):
        load("classic", variables=variables)


def test_an_unknown_theme_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Misused, match="classic, modern, plain, reader"):
        load("gothic")
    with pytest.raises(Misused):
        load("../plain")


def test_a_theme_of_ones_own_is_a_folder_and_no_python(tmp_path: Path) -> None:
    toml = 'extends = "classic"\n[variables]\ntext-size = "12pt"\n'
    theme = load("mine", project=own(tmp_path, toml, print="h1 { color: $accent }"))
    assert theme.variables["text-size"] == "12pt"
    assert theme.print.rstrip().endswith("h1 { color: #7b2d26 }")
    assert theme.base == load("classic").base


def test_a_projects_theme_may_extend_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    project = own(tmp_path, 'extends = "classic"\n', base="/* ours */")
    (project / "styles" / "mine").rename(project / "styles" / "classic")
    assert load("classic", project=project).base.endswith("/* ours */")


@pytest.mark.parametrize(
    ("toml", "css", "says"),
    [
        ("", {"base": ""}, r"print\.css: is missing"),
        ("extends = ", {}, r"theme\.toml: is not TOML"),
        ('extends = "nowhere"', {}, "there is no theme 'nowhere'"),
        ('extends = "plain"\n[fonts]\na = "b"', {}, "unknown key 'fonts'"),
        ('extends = "plain"', {"print": "h1 {\n color: $acent }"}, r"print\.css:2: no variable 'acent'"),
    ],
)
def test_a_broken_theme_is_named_with_file_and_line(tmp_path: Path, toml: str, css: dict[str, str], says: str) -> None:
    page = {"trim-width": "6in", "trim-height": "9in", "text-size": "10pt", "leading": "1.4", "measure": "30"}
    base = "" if toml else "[variables]\n" + "".join(f'{name} = "{value}"\n' for name, value in page.items())
    with pytest.raises(Misused, match=says):
        load("mine", project=own(tmp_path, toml + base, **css))


def test_a_face_that_is_not_installed_is_named_with_its_package() -> None:
    theme = load("classic")
    there = [family for family in theme.faces if family != "Vollkorn"]
    problems = absent_faces(theme, ["Vollkorn", "DejaVu Sans Mono"], there)
    assert [problem.code for problem in problems] == ["face-missing"]
    assert "'Vollkorn'" in str(problems[0])
    assert "fonts-vollkorn" in str(problems[0])
    assert absent_faces(theme, ["Vollkorn"], ["VOLLKORN", *there]) == ()


def test_a_face_nobody_knows_is_named_all_the_same() -> None:
    (problem,) = absent_faces(load("classic"), ["Neverwritten Serif"], ["Vollkorn"])
    assert "'Neverwritten Serif'" in problem.message
    assert "name one that is there" in problem.hint


def test_every_face_a_shipped_theme_names_first_has_its_package() -> None:
    for name in THEMES:
        theme = load(name)
        for variable, value in theme.variables.items():
            if variable.endswith("-face"):
                assert value.split('"')[1] in theme.faces, (name, variable)


def test_loading_is_the_same_every_time() -> None:
    for one, two in pairwise(load("modern") for _ in range(3)):
        assert one == two
