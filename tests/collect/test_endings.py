"""The ending of a name is what the path library says it is, at a fifth of the time."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from book import media


@given(st.text("aB./\\ é", max_size=12))
@example("..a")
@example("a.b/")
@example(".hidden")
@example("a.")
def test_an_ending_is_that_of_the_last_piece_of_the_path(name: str) -> None:
    if not name.rstrip("/").endswith("/."):  # the path library takes such a piece away
        assert media.suffix(name) == PurePosixPath(name).suffix.lower()


@pytest.mark.parametrize(("name", "ending"), [("Part 1.MD", ".md"), ("x/a.tar.gz", ".gz"), ("README", ""), ("", "")])
def test_endings_are_compared_in_lower_case(name: str, ending: str) -> None:
    assert media.suffix(name) == ending
