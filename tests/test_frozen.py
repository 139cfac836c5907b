"""A frozen value is, for all that a program can see, a frozen dataclass with slots."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.frozen import frozen


@frozen
class Ours:
    """A value."""

    a: str
    b: int = 3
    c: tuple[str, ...] = ()
    d: dict[str, int] = field(default_factory=dict)

    @property
    def twice(self) -> int:
        """Computed."""
        return 2 * self.b


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same by the library."""

    a: str
    b: int = 3
    c: tuple[str, ...] = ()
    d: dict[str, int] = field(default_factory=dict)


@frozen
class Nothing:
    """A value without fields."""


@frozen
class Judged:
    """A value that judges what it is given."""

    a: int

    def __post_init__(self) -> None:
        """Refuse what is negative."""
        if self.a < 0:
            raise ValueError(str(self.a))

    def __repr__(self) -> str:
        """Its own."""
        return f"<{self.a}>"


ARGUMENTS = st.fixed_dictionaries(
    {"a": st.text(max_size=3)},
    optional={
        "b": st.integers(-9, 9),
        "c": st.tuples(st.text(max_size=3)),
        "d": st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2),
    },
)


@given(ARGUMENTS, ARGUMENTS)
def test_it_does_what_the_library_s_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = Ours(**one), Theirs(**one)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert (ours == Ours(**other)) == (theirs == Theirs(**other))
    assert asdict(ours) == asdict(theirs)
    assert astuple(ours) == astuple(theirs)
    assert replace(ours, **other) == Ours(**{**asdict(ours), **other})
    assert pickle.loads(pickle.dumps(ours)) == copy.deepcopy(ours) == copy.copy(ours) == ours  # noqa: S301 - our own
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ours), type=Ours) == ours
    assert ours.twice == 2 * ours.b


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'a'"):
        Ours("x").a = "y"  # type: ignore[misc]  # what is tried
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'a'"):
        del Ours("x").a
    with pytest.raises(FrozenInstanceError):
        Ours("x").e = "y"  # type: ignore[attr-defined]  # the same


def test_it_has_the_looks_of_a_dataclass() -> None:
    made = Ours("x")
    assert is_dataclass(made)
    assert [each.name for each in fields(made)] == ["a", "b", "c", "d"] == list(made.__match_args__)
    assert not hasattr(made, "__dict__")
    assert made.d is not Ours("x").d


def test_equal_values_are_one_in_a_set() -> None:
    assert len({Judged(1), Judged(1), Judged(2)}) == 2
    assert len({Judged(1), Nothing(), Nothing()}) == 2


def test_what_a_class_says_itself_stays() -> None:
    assert repr(Judged(1)) == "<1>"
    with pytest.raises(ValueError, match="-1"):
        Judged(-1)
    with pytest.raises(TypeError, match="argument"):
        Judged()  # type: ignore[call-arg]  # what is tried


def test_an_option_of_a_field_that_is_not_known_is_refused() -> None:
    class Odd:
        """A value with an option."""

        a: int = field(default=1, compare=False)

    with pytest.raises(TypeError, match=r"Odd\.a wants what only dataclass can do"):
        frozen(Odd)
