"""Instalments without a number order one another: by their links, by what texts call them, by the lists they carry."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from book.model import Article, Link
from book.series import arrange

if TYPE_CHECKING:
    from collections.abc import Callable

    from book.model import Plan

NAMES = ("zinc", "iron", "lead", "gold", "copper")
TITLES = ("The Harbour Master", "Fog Over Reef", "Rope and Salt", "The Lamp", "Keel")
WORDS = "oar tide quay mast rope sail knot deck hull keel buoy reef gull fog lamp net crab salt sand wind wave".split()  # noqa: SIM905 - a line of words reads better


def _text(seed: str) -> str:
    rng = random.Random(seed)  # noqa: S311 - texts, not secrets
    return "".join(f"<p>{' '.join(rng.choices(WORDS, k=14))}.</p>" for _ in range(10))


def _series(links: Callable[[int], tuple[Link, ...]], before: Callable[[int], str] = lambda _: "", language: str = "en",
            ) -> list[Article]:  # fmt: skip
    return [
        Article(f"{name}.html", title, before(at) + _text(name), links=links(at), language=language, words=140)
        for at, (name, title) in enumerate(zip(NAMES, TITLES, strict=True))
    ]


def _order(plan: Plan) -> list[str]:
    return [i.source.removesuffix(".html") for part in plan.parts for c in part.chapters for i in c.instalments]


def _sentence(said: str, at: int, other: int, word: str) -> str:
    return f'<p>{said.format(n=other + 1, link=f"""<a href="{NAMES[other]}.html">{word}</a>""")}</p>' if at else ""


@pytest.mark.parametrize(
    ("language", "onward", "back"),
    [
        ("en", "Next: {}", "Previous: {}"), ("en", "{} →", "← {}"), ("en", "Next Post »", "« Previous Post"),
        ("fr", "Lire la suite : {}", "Article précédent : {}"), ("de", "Nächster Artikel: {}", "Vorheriger Artikel"),
        ("es", "Siguiente entrega", "Entrega anterior"), ("pt", "Próximo capítulo", "Capítulo anterior"),
        ("it", "Puntata successiva", "Puntata precedente"), ("nl", "Volgende deel", "Vorige deel"),
        ("pl", "Następna część", "Poprzednia część"), ("ru", "Следующая часть", "Предыдущая часть"),
        ("uk", "Наступна частина", "Попередня частина"), ("cs", "Další díl", "Předchozí díl"),
        ("hu", "Következő rész", "Előző rész"), ("ro", "Partea următoare", "Partea anterioară"),
        ("el", "Επόμενο", "Προηγούμενο"), ("tr", "Sonraki bölüm", "Önceki bölüm"),
        ("sv", "Nästa del", "Föregående del"),
        ("fi", "Seuraava osa", "Edellinen osa"), ("fa", "قسمت بعدی", "قسمت قبلی"),
        ("ar", "المقال التالي", "المقال السابق"), ("ar", "←", "→"), ("he", "הפרק הבא", "הפרק הקודם"),
        ("ur", "اگلی قسط", "پچھلی قسط"), ("hi", "अगला भाग", "पिछला भाग"), ("bn", "পরবর্তী পর্ব", "আগের পর্ব"),
        ("ta", "அடுத்த பகுதி", "முந்தைய பகுதி"), ("th", "ตอนต่อไป", "ตอนที่แล้ว"), ("zh", "下一章：{}", "上一章：{}"),
        ("ja", "次の話へ", "前の話へ"), ("ko", "다음 화", "이전 화"), ("vi", "Chương sau", "Chương trước"),
        ("id", "Bab selanjutnya", "Bab sebelumnya"), ("ka", "შემდეგი", "წინა"),
    ],
)  # fmt: skip
def test_links_that_say_next_and_previous_order_a_series(language: str, onward: str, back: str) -> None:
    def links(at: int) -> tuple[Link, ...]:
        ways = [(at + 1, onward), (at - 1, back)]
        return tuple(Link(f"{NAMES[o]}.html", text.format(TITLES[o])) for o, text in ways if 0 <= o < len(NAMES))

    plan = arrange(_series(links, language=language))
    assert _order(plan) == list(NAMES)
    assert plan.problems == ()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("In the {link} we saw the tide.", "previous instalment"), ("Read Part {n} {link}.", "here"),
        ("Part {n} is {link}.", "here"), ("Continued from {link}.", "last week"),
        ("This follows {link}.", "Part {n}"),
        ("Last time, in {link}, the tide came.", "the story"),
    ],
)  # fmt: skip
def test_a_sentence_around_a_link_orders_a_series(said: str, word: str) -> None:
    articles = _series(lambda _: (), lambda at: _sentence(said, at, at - 1, word.format(n=at)))
    assert _order(arrange(articles)) == list(NAMES)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This is part {} of a series about the coast."), ("en", "This is the {}. part of our series."),
        ("de", "Dies ist Teil {} einer Serie über die Küste."), ("fr", "Ceci est la partie {} d'une série."),
        ("es", "Esta es la parte {} de una serie."),
    ],
)  # fmt: skip
def test_a_text_that_says_which_part_it_is_is_that_part(language: str, said: str) -> None:
    said = said.replace("the {}. part", "{} part")
    ranks = ["the first", "the second", "the third", "the fourth", "the fifth"]
    numbers = ranks if "{} part" in said else ["1", "2", "3", "4", "5"]
    articles = _series(lambda _: (), lambda at: f"<p>{said.format(numbers[at])}</p>", language=language)
    plan = arrange(articles)
    assert _order(plan) == list(NAMES)
    gone = arrange(articles[:2] + articles[3:])
    assert [p.message for p in gone.problems if p.code == "gap"] == ["Part 3 is missing"]


def test_a_list_of_all_parts_in_each_orders_them() -> None:
    def box(at: int) -> tuple[Link, ...]:
        others = [o for o in range(len(NAMES)) if o != at]
        return tuple(Link(f"{NAMES[o]}.html", TITLES[o]) for o in others)

    assert _order(arrange(_series(box))) == list(NAMES)


def test_lists_that_differ_order_nothing_and_that_is_said() -> None:
    related = ((3, 1, 4), (4, 2, 0), (0, 3, 1), (2, 0, 1), (1, 0, 3))
    plan = arrange(_series(lambda at: tuple(Link(f"{NAMES[o]}.html", TITLES[o]) for o in related[at])))
    assert _order(plan) == sorted(NAMES)
    assert [p.code for p in plan.problems] == ["unplaced"]


def test_a_chain_runs_through_an_instalment_that_is_missing() -> None:
    def links(at: int) -> tuple[Link, ...]:
        return tuple(
            Link(f"{NAMES[o]}.html", text) for o, text in ((at + 1, "Next"), (at - 1, "Previous")) if 0 <= o < 5
        )

    articles = _series(links)
    plan = arrange(articles[:2] + articles[3:])
    assert _order(plan) == ["zinc", "iron", "gold", "copper"]
    assert [p.code for p in plan.problems] == ["link-missing"]


def test_what_others_call_by_another_number_is_named_and_the_title_rules() -> None:
    links = {2: (Link("p1.md", "Part 1"), Link("p3.md", "Part 4"))}
    articles = [
        Article(f"p{n}.md", f"Low Tide, part {n}", _text(str(n)), links=links.get(n, ()), language="en", words=140)
        for n in (1, 2, 3)
    ]
    plan = arrange(articles)
    assert _order(plan) == ["p1.md", "p2.md", "p3.md"]
    assert [p.code for p in plan.problems] == ["called-otherwise"]


@pytest.mark.parametrize(
    "titles",
    [
        ("Low Water", "Low Water II", "Low Water III"), ("Low Water I", "Low Water II", "Low Water III"),
        ("Low Water", "Low Water 2", "Low Water 3"), ("Low Water", "Low Water Two", "Low Water Three"),
    ],
)  # fmt: skip
def test_titles_alike_but_for_a_numeral_are_parts_of_one_thing(titles: tuple[str, ...]) -> None:
    articles = [Article(f"{9 - n}.md", t, _text(t), language="en", words=140) for n, t in enumerate(titles)]
    plan = arrange(articles)
    assert _order(plan) == ["9.md", "8.md", "7.md"]
    assert plan.title == "Low Water"


def test_a_name_that_ends_in_a_numeral_stays_a_name() -> None:
    titles = ("Henry VIII", "Apollo 13", "The Mill")
    plan = arrange([Article(f"{n}.md", t, _text(t), language="en", words=140) for n, t in enumerate(titles)])
    assert {c.title for part in plan.parts for c in part.chapters} == set(titles)
