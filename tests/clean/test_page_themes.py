"""Pages in the manner of 35 themes: every word of the article arrives, of the site's (FURNITURE) next to none."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from book import readers, xhtml
from book.clean import Recurring, clean_one
from book.language import words
from book.model import Article, Snapshot

HERE = Path(__file__).parent
PROSE = tomllib.loads((HERE / "copies" / "prose.toml").read_text(encoding="utf-8"))
PAGES = sorted(path.stem for path in (HERE / "pages").glob("*.html"))
TOKEN = re.compile(r"\{([A-Z]{2})(\d)\}")
ALSO = {
    "wp-block": ["The wall in winter", "We shall see.", "oranges"],
    "substack": ["A note about oranges", "The wall"],
    "ghost": ["salt, which was dear"],
    "mediawiki": ["For the song", "1741", "Lamps"],
    "discourse": ["harbour count"],
    "docusaurus": ["harbour count", "Salt is weighed", "oranges", "Count a crate"],
    "mkdocs": ["Salt is weighed"],
    "code": ["count(crate)", "ledger.write", "The second step", "third"],
    "pictures": ["view 0", "view 5", "Six pictures"],
    "short": ["not run on Sunday", "sorry"],
    "listicle": ["It has 5", "3. Thing"],
    "interview": ["When did you begin", "In spring", "not once"],
    "live": ["News 4"],
    "paywall": ["Nobody asked"],
    "squarespace": ["The wall"],
    "tailwind": ["Salt was dear that year", "The wall"],
    "news_aria": ["Der Nordwind"],
    "fr_spip": ["sauf ses morts", "Le mur", "Registre du port, 1741"],
    "naver": ["서쪽 벽"],
    "livejournal": ["Стена", "И никто не спросил"],
    "email": ["Yours"],
    "cards": ["El muro occidental"],
    "chapter_nav": ["salt is real", "Level", "12"],
}
# A list of contents between paragraphs (it goes where it recurs), a page laid out by tables without a class to go by,
# the title of a whole book, a code block of one line, the rows below a letter laid out by tables, two links in a cell.
KEPT = {"email": 6, "naver": 2, "mediawiki": 1, "tables1999": 2, "gitbook": 1, "ghost": 1, "code": 1}


def made(name: str) -> tuple[Article, list[str]]:
    """The article of a page, and the paragraphs it must have."""
    page = (HERE / "pages" / f"{name}.html").read_text(encoding="utf-8")
    wanted = [PROSE[found[1]][int(found[2]) - 1] for found in TOKEN.finditer(page)]
    page = TOKEN.sub(lambda found: PROSE[found[1]][int(found[2]) - 1], page)
    (document,) = readers.read(Snapshot(f"{name}.html", page.encode())).documents
    return clean_one(document, Recurring()), [*wanted, *ALSO.get(name, [])]


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_the_article_arrives_and_the_site_stays_behind(name: str) -> None:
    article, wanted = made(name)
    text = " ".join(words(xhtml.plain(article.body)))
    assert [passage for passage in wanted if " ".join(words(passage)) not in text] == []
    assert text.count("furniture") <= KEPT.get(name, 0)
    assert "FURNITURE" in " ".join(removal.text for removal in article.removals) or "FURNITURE" not in article.body


def _boxed(box: str, common: Recurring) -> Article:
    """The article of a page with a box between its paragraphs."""
    one, other, last = PROSE["EN"][:3]
    page = f"<html lang='en'><body><h1>The Ferry</h1><p>{one}</p>{box}<p>{other}</p><p>{last}[12]</p></body></html>"
    (document,) = readers.read(Snapshot("a.html", page.encode())).documents
    return clean_one(document, common)


def test_a_table_between_paragraphs_is_the_authors_though_its_theme_calls_it_a_navigation_box() -> None:
    table = "<table class='navbox'><tr><th>Port<th>Crates<tr><td><a href='/ayr'>Ayr</a><td>12</table>"
    assert "<td>12</td>" in _boxed(table, Recurring()).body


def test_a_list_of_contents_between_paragraphs_goes_where_it_recurs_in_the_series() -> None:
    contents = "<div id='toc'><h2>In this issue</h2><ul><li><a href='#w'>The wall</a></li></ul></div>"
    assert "The wall" in _boxed(contents, Recurring()).body
    article = _boxed(contents, Recurring(often=frozenset({"in this issue"})))
    assert "The wall" not in article.body
    assert [removal.reason for removal in article.removals if "The wall" in removal.text] == ["navigation"]


def test_a_date_in_the_table_above_the_text_is_no_date_line() -> None:
    table = "<table><tr><td>Founded<td>February 28, 1998<tr><td>Port<td>Ayr<tr><td>Crates<td>12</table>"
    one, other = PROSE["EN"][:2]
    page = f"<html lang='en'><body><h1>The Ferry</h1>{table}<p>{one}</p><p>{other}</p></body></html>"
    (document,) = readers.read(Snapshot("a.html", page.encode())).documents
    assert "February 28, 1998" in clean_one(document, Recurring()).body


def test_a_page_is_titled_as_it_shows_itself_not_as_its_tab_says() -> None:
    assert {made(name)[0].title for name in ("wp-classic", "blogger", "mkdocs", "gitbook")} == {"The Ferry"}
    assert made("naver")[0].title == "항구의 책"


def test_a_name_beside_a_date_below_the_title_is_the_authors() -> None:
    assert {made(name)[0].byline for name in ("cards", "fr_spip", "news_aria")} == {"Ada Bell"}
    assert {made(name)[0].date for name in ("cards", "fr_spip", "news_aria", "livejournal")} == {"2024-03-03"}


@pytest.mark.parametrize(
    ("lang", "line", "name", "date"),
    [
        ("en", "By Jane Doe · 3 March 2024", "Jane Doe", "2024-03-03"),
        ("de", "Von Jana Dau | 3. März 2024, 6:00 Uhr", "Jana Dau", "2024-03-03"),
        ("fr", "Par Jeanne Doux, publié le 3 mars 2024 à 06h00", "Jeanne Doux", "2024-03-03"),
        ("es", "Por Juana Díaz - 3 de marzo de 2024", "Juana Díaz", "2024-03-03"),
        ("ru", "Автор: Анна Белова, 3 марта 2024", "Анна Белова", "2024-03-03"),
        ("zh", "作者：王小明 2024年3月3日", "王小明", "2024-03-03"),
    ],
)
def test_a_byline_under_the_title_is_read_where_no_metadata_declare_one(
    lang: str, line: str, name: str, date: str
) -> None:
    prose = PROSE[lang.upper()]
    page = f"<html lang='{lang}'><body><h1>Titulus</h1><p>{line}</p><p>{prose[0]}</p><p>{prose[1]}</p></body></html>"
    (document,) = readers.read(Snapshot("a.html", page.encode())).documents
    article = clean_one(document, Recurring())
    assert (article.byline, article.date) == (name, date)
    assert line not in article.body


def test_a_name_in_the_prose_is_no_byline() -> None:
    prose = "The ferry was built by Ada Bell on 3 March 1924, and it has not been repaired by anybody since that day."
    page = f"<html lang='en'><body><h1>The Ferry</h1><p>{prose}</p><p>By Ada Bell it was named.</p></body></html>"
    (document,) = readers.read(Snapshot("a.html", page.encode())).documents
    article = clean_one(document, Recurring())
    assert (article.byline, article.date) == ("", "")
