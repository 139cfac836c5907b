"""The numbers 1 to 120, in every language that spells them and every script that has digits for them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from num2words import num2words

from book.series import parse_title
from book.series.grammar import grammar, key, languages, numbers
from book.series.numerals import han, hebrew, roman

if TYPE_CHECKING:
    from pathlib import Path

SPELLED = [tag for tag in languages() if (files("book.series") / "languages" / f"{tag}.words").is_file()]
# The first part-like label of each language, as its table writes it.
LABELS = {
    label.language: label for kind in ("chapter", "part") for labels in grammar().labels.values() for label in labels
    if label.kind == kind and len(label.words) == 1 and len(label.words[0]) > 2
}  # fmt: skip
RANGE = range(1, 121)
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
ROMAN_TENS = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C", "CX", "CXX"]


@pytest.mark.parametrize("tag", SPELLED)
def test_every_form_of_every_number_is_read_behind_a_label(tag: str) -> None:
    label, table = LABELS[tag], numbers(tag)
    wrong = []
    for phrase, number in {**table.cardinals, **table.ordinals}.items():
        title = parse_title(f"{label.words[0].title()} {phrase}", tag)
        if [(o.kind, o.number) for o in title.ordinals] != [(label.kind, number)]:
            wrong.append((phrase, number, title))
    assert wrong == []


@pytest.mark.parametrize("tag", SPELLED)
def test_no_number_is_missing_and_no_word_means_two(tag: str) -> None:
    table = numbers(tag)
    assert {int(value) for value in table.cardinals.values()} >= set(RANGE)
    if tag != "th":  # Thai ranks with ที่, which its labels end in
        assert {int(value) for value in table.ordinals.values() if value.isdecimal()} >= set(RANGE)
    for phrase, number in table.ordinals.items():
        assert table.cardinals.get(phrase, number) == number


@pytest.mark.parametrize("tag", SPELLED)
def test_no_two_numbers_fold_to_one_word(tag: str, root: Path) -> None:
    for line in (root / "book" / "series" / "languages" / f"{tag}.words").read_text(encoding="utf-8").splitlines():
        number, plain, ranked = line.split("\t")
        for table, forms in ((numbers(tag).cardinals, plain), (numbers(tag).ordinals, ranked)):
            assert {table[" ".join(key(form))] for form in forms.split("|") if form} <= {number}


@pytest.mark.parametrize("tag", ["en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "fa", "id", "sv",
                                 "no", "da", "fi", "hu", "vi", "ca", "sl", "be", "az"])  # fmt: skip
def test_the_tables_agree_with_num2words_where_that_is_right(tag: str) -> None:
    table = numbers(tag)
    for number in RANGE:
        phrase = " ".join(key(str(num2words(number, lang=tag))))
        assert table.cardinals[phrase] == str(number)


@pytest.mark.parametrize("number", RANGE)
def test_roman_numerals_and_digits_of_all_scripts(number: int) -> None:
    spelled = ROMAN_TENS[number // 10] + ROMAN[number % 10]
    assert roman(spelled) == roman(spelled.lower()) == number
    for zero in "0٠۰०০௦๐０":
        digits = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
        assert parse_title(f"Part {digits}: X").ordinals[0].number == str(number)
        assert parse_title(f"الفصل {digits}").ordinals[0].number == str(number)
        assert parse_title(f"第{digits}章　X").ordinals[0].number == str(number)
    assert parse_title(f"Chapter {spelled}").ordinals[0].number == str(number) or spelled in {"C", "L", "D", "M"}


@pytest.mark.parametrize("number", RANGE)
def test_chinese_numerals(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number % 100, 10)
    text = ("一百" + ("零" if 0 < number % 100 < 10 else "") if number >= 100 else "") + (
        (digits[tens] if tens > 1 or number > 100 else "") + "十" if tens else ""
    ) + (digits[ones] if ones else "")  # fmt: skip
    assert han(text) == number
    assert parse_title(f"第{text}章 海").ordinals[0].number == str(number)
    assert parse_title(f"海（{text}）").ordinals[0].number == str(number) or number > 99


def test_hebrew_letters() -> None:
    values = {"א": 1, "ט'": 9, 'י"א': 11, 'ט"ו': 15, 'ט"ז': 16, 'כ"ב': 22, "מ'": 40, 'צ"ט': 99, 'ק"כ': 120}
    assert {text: hebrew(text) for text in values} == values
    assert hebrew("שני") is None


@pytest.mark.parametrize("bad", ["IIII", "IC", "VX", "MIXED", "", "Iv"])
def test_what_only_looks_roman_is_none(bad: str) -> None:
    assert roman(bad) is None
