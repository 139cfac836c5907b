"""Templates are compiled once an installation, and anew when they or what compiles them change."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, TemplateNotFound

from book import machine
from book.typeset.bytecode import Compiled

if TYPE_CHECKING:
    from pathlib import Path

NAME = "a.xhtml.j2"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / NAME).write_text("<p>{{ word }}</p>", "utf-8")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled."""
    names = []
    compiling = Environment.compile

    def noted(self: Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compiling(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def rendered(folder: Path) -> str:
    return Environment(loader=Compiled(folder), autoescape=True).get_template(NAME).render(word="<b>")


def test_a_template_is_compiled_once_for_all_runs(folder: Path, compiled: list[str]) -> None:
    assert [rendered(folder), rendered(folder)] == ["<p>&lt;b&gt;</p>"] * 2
    assert compiled == [NAME]


def test_a_template_that_changes_is_compiled_anew_though_it_keeps_its_size(folder: Path, compiled: list[str]) -> None:
    rendered(folder)
    (folder / NAME).write_text("<q>{{ word }}</q>", "utf-8")
    os.utime(folder / NAME, (1, 1))
    assert rendered(folder) == "<q>&lt;b&gt;</q>"
    assert compiled == [NAME, NAME]


def test_another_version_of_a_package_compiles_anew(
    folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(folder)
    monkeypatch.setattr(machine, "packages", lambda: ("jinja2-99.0.dist-info",))
    rendered(folder)
    assert compiled == [NAME, NAME]


def test_where_nothing_can_be_kept_the_template_is_compiled(folder: Path, compiled: list[str]) -> None:
    (folder / "__pycache__").write_text("in the way", "utf-8")
    assert [rendered(folder), rendered(folder)] == ["<p>&lt;b&gt;</p>"] * 2
    assert compiled == [NAME, NAME]


def test_a_template_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(TemplateNotFound, match="none"):
        Environment(loader=Compiled(folder)).get_template("none.j2")  # noqa: S701 - nothing is rendered
