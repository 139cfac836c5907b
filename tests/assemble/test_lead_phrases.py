"""Lines that only lead from instalment to instalment, in many languages; prose that sounds alike stays."""

from __future__ import annotations

import pytest

from book.assemble.phrases import lead, recapitulates

END = "end-of-part"
NEXT = "next-time"
POINTER = "series-pointer"
GOES_ON = "to-be-continued"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[End of part 2]", END), ("End of Part Two", END), ("Fin de la partie 2", END), ("Ende von Teil 2", END),
        ("Fin de la segunda parte", END), ("Fim da parte 2", END), ("Fine della seconda parte", END),
        ("Einde van deel 2", END), ("Koniec części 2", END), ("Конец второй части", END), ("Кінець частини 2", END),
        ("نهاية الجزء الثاني", END), ("پایان قسمت دوم", END), ("İkinci bölümün sonu", END), ("Hết phần 2", END),
        ("Next week: The Lamp", NEXT), ("Coming up next: The Lamp", NEXT), ("La semaine prochaine : la digue", NEXT),
        ("Nächste Woche: Der Ofen", NEXT), ("La próxima semana: el horno", NEXT), ("次回：窯", NEXT),
        ("На следующей неделе: печь", NEXT), ("الأسبوع القادم: الفرن", NEXT), ("下集预告：烤箱", NEXT),
        ("Read Part One here", POINTER), ("Lire la première partie ici", POINTER), ("Teil 1 lesen Sie hier", POINTER),
        ("Leggi la prima parte qui", POINTER), ("اقرأ الجزء الأول هنا", POINTER), ("भाग 1 यहाँ पढ़ें", POINTER),
        ("To be continued...", GOES_ON), ("Продолжение следует...", GOES_ON), ("ادامه دارد…", GOES_ON),
        ("つづく", GOES_ON), ("（未完待续）", GOES_ON), ("המשך יבוא", GOES_ON), ("Bersambung", GOES_ON),
    ],
)  # fmt: skip
def test_a_line_that_leads_on_is_told_by_its_kind(line: str, reason: str) -> None:
    assert lead(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Next week was cold.", "End of the road", "The end", "He read part one aloud",
        "Next week we leave for the coast.",
        "It was the end of the part of the story that mattered.", "La semaine prochaine nous partons.",
    ],
)  # fmt: skip
def test_prose_stays(line: str) -> None:
    assert not lead(line)


@pytest.mark.parametrize(
    "head",
    ["Previously", "The story so far", "Was bisher geschah", "Précédemment", "En capítulos anteriores", "Poprzednio",
     "В предыдущей части", "آنچه گذشت", "ملخص ما سبق", "前情提要", "前回のあらすじ", "Önceki bölümde"],
)  # fmt: skip
def test_what_went_before_is_announced(head: str) -> None:
    assert recapitulates(head)
