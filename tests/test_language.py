from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book import language


@pytest.mark.parametrize(
    ("given_tag", "canonical"),
    [
        ("en", "en"),
        ("EN_us", "en-US"),
        ("fre", "fr"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("english", ""),
        ("x", ""),
        ("", ""),
    ],
)
def test_a_language_tag_is_written_one_way(given_tag: str, canonical: str) -> None:
    assert language.normalise(given_tag) == canonical


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("ja", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_direction_follows_the_script(tag: str, expected: str) -> None:
    assert language.direction(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour was quiet that morning, and nobody had lit the lamps along the wall.", "en"),
        ("Le port était calme ce matin-là, et personne n'avait allumé les lampes le long du mur.", "fr"),
        ("كان المرفأ هادئا ذلك الصباح، ولم يكن أحد قد أشعل المصابيح على طول الجدار.", "ar"),
        ("その朝、港は静かで、壁に沿った灯りはまだともっていなかった。", "ja"),
        ("В то утро в гавани было тихо, и никто ещё не зажёг фонарей вдоль стены.", "ru"),
        ("OK", ""),
    ],
)
def test_a_text_is_told_by_its_own_words_and_too_little_of_it_is_not(text: str, expected: str) -> None:
    assert language.detect(text) == expected


def test_typography_does_not_change_words() -> None:
    plain = 'The cook\'s finest co-operation - "said" so'
    set_in_type = "The cook’s ﬁnest co-oper\u00adation — “said”\u2060 so"
    assert language.words(plain) == language.words(set_in_type)


def test_scripts_without_spaces_count_characters() -> None:
    assert language.words("第三章 port") == ["第", "三", "章", "port"]


@given(st.text())
def test_words_of_any_text_are_words_again(text: str) -> None:
    found = language.words(text)
    assert language.words(" ".join(found)) == found or any(not word.isascii() for word in found)


_ANY = st.characters(max_codepoint=0x4000)
_PLAIN = st.sampled_from("aZ09 '_-=<.—’“…½¨´ªﬁßİŉſςΣéжἄẞ\u0301\u0345\u0338\xad\u2060\x1c\x85\xa0")


@given(st.text(alphabet=_ANY, max_size=60) | st.text(alphabet=_PLAIN, max_size=12))
def test_words_are_the_same_whichever_way_they_are_found(text: str) -> None:
    folded = unicodedata.normalize("NFKC", language._INVISIBLE.sub("", text)).casefold()
    assert language.words(text) == language._word().findall(folded)
