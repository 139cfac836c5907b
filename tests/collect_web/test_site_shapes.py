"""Promises about sites of many shapes: from one address of each, the series is found whole, once and in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from book.collect import provenance
from book.collect.web.client import Client, Manners
from book.collect.web.gather import Gatherer, Wanted

if TYPE_CHECKING:
    from pathlib import Path

    Site = Any

TEXT = "<p>The sea came in by night and went out by day, and nobody in the harbour counted the hours of it.</p>" * 6
NUMBERS = ("One", "Two", "Three", "Four")


def _quiet(done: int, total: int, what: str) -> None:
    del done, total, what


def _gatherer(folder: Path) -> Gatherer:
    return Gatherer(folder, Client(Manners(private=True, pause=0, deadline=5, sleep=lambda _: None)))


def serve(site: Site, pages: dict[str, str], media_type: str = "text/html; charset=utf-8") -> None:
    """Put pages on the site."""
    for path, markup in pages.items():
        data = markup.encode()

        def answer(handler: Any, data: bytes = data) -> None:
            handler.answer(200, data, Content_Type=media_type)

        site.extra[path] = answer


def found(site: Site, start: str, folder: Path, wanted: Wanted | None = None) -> list[str]:
    """The paths, with their queries, that a start leads to."""
    entries = _gatherer(folder).find(site.url + start, wanted or Wanted())
    parts = [urlsplit(entry.address) for entry in entries]
    return [f"{part.path}?{part.query}" if part.query else part.path for part in parts]


def _page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _ghost(site: Site) -> tuple[str, list[str]]:
    """Ghost: cards whose pictures and titles link, newest first, the next page by rel."""
    cards = {
        page: "".join(
            f'<article class="post-card post"><a class="image-link" href="/tides-{n}/?ref=home"><img src="/i.png">'
            f'</a><div class="post-card-content"><a class="post-card-content-link" href="/tides-{n}/">'
            f'<header><div class="tags"><span>Sea</span></div><h2 class="post-card-title">Tides {n}</h2></header>'
            f'<div class="post-card-excerpt">An excerpt of a few words that goes on for a while.</div></a>'
            f'<footer><time datetime="2024-01-0{n}">{n}</time><a href="/author/ada/">Ada</a></footer></div></article>'
            for n in numbers
        )
        for page, numbers in ((1, (4, 3)), (2, (2, 1)))
    }
    serve(
        site,
        {
            "/tag/tides/": _page(
                "Tides",
                f'<main>{cards[1]}</main><nav class="pagination"><a class="older" href="/tag/tides/page/2/">Older '
                "Posts</a></nav>",
                '<link rel="next" href="/tag/tides/page/2/">',
            ),
            "/tag/tides/page/2/": _page(
                "Tides",
                f'<main>{cards[2]}</main><nav class="pagination"><a href="/tag/tides/">Newer Posts</a></nav>',
                '<link rel="prev" href="/tag/tides/">',
            ),
        },
    )
    return "/tag/tides/", [f"/tides-{n}/" for n in (1, 2, 3, 4)]


def _letters(site: Site) -> tuple[str, list[str]]:
    """A newsletter: a list of `/p/` pages, each linked by title, picture, comments and author."""
    rows = "".join(
        f'<div class="post-preview"><a class="post-preview-title" href="/p/tide-{name.lower()}">Tide {name}</a>'
        f'<a href="/p/tide-{name.lower()}">What the water says, and who hears it</a>'
        f'<a href="/@ada">Ada</a><a href="/p/tide-{name.lower()}/comments">3</a>'
        f'<time datetime="2024-02-0{9 - n}T10:00:00Z">Feb {9 - n}</time></div>'
        for n, name in enumerate(reversed(NUMBERS))
    )
    serve(site, {"/archive": _page("Archive", f"<div class='portable-archive-list'>{rows}</div>")})
    return "/archive", [f"/p/tide-{name.lower()}" for name in NUMBERS]


def _blogger(site: Site) -> tuple[str, list[str]]:
    """Blogger: labels, an archive by years in the sidebar, older posts behind a link without a number."""

    def listing(numbers: tuple[int, ...], more: str) -> str:
        posts = "".join(
            f"<div class='post hentry'><h3 class='entry-title'><a href='/2024/0{n}/tide-{n}.html'>Tide {n}</a>"
            f"</h3><div class='post-body'>{TEXT}</div><div class='post-footer'><a class='timestamp-link' "
            f"href='/2024/0{n}/tide-{n}.html' rel='bookmark'><abbr class='published'>1/{n}/2024</abbr></a> Labels: "
            f"<a href='/search/label/Sea' rel='tag'>Sea</a> <a href='/search/label/Moon' rel='tag'>Moon</a></div></div>"
            for n in numbers
        )
        pager = f"<a class='blog-pager-older-link' href='{more}' title='Older Posts'>Older Posts</a>" if more else ""
        return _page(
            "Sea",
            f"<div class='main'>{posts}<div id='blog-pager'>{pager}<a class='home-link' href='/'>Home</a></div></div>"
            "<div class='sidebar'><ul>"
            + "".join(f"<li><a href='/20{y}/'>20{y}</a></li>" for y in range(10, 24))
            + "</ul></div>",
        )

    older = "/search/label/Sea?updated-max=2024-03-01T00:00:00Z&max-results=2"
    serve(site, {"/search/label/Sea": listing((4, 3), older), older: listing((2, 1), "")})
    return "/search/label/Sea", [f"/2024/0{n}/tide-{n}.html" for n in (1, 2, 3, 4)]


def _docs(site: Site) -> tuple[str, list[str]]:
    """Documentation: relative links, a base, a menu of everything, and an introduction longer than its list."""
    items = "".join(f'<li><a href="{name}.html">{name.title()}</a></li>' for name in ("ebb", "flood", "slack"))
    menu = '<nav class="sidebar">' + "".join(f'<a href="/guide/{n}/">Guide {n}</a>' for n in range(20)) + "</nav>"
    serve(
        site,
        {
            "/docs/tides/": _page(
                "Tides", f"{menu}<main><h1>Tides</h1>{TEXT * 3}<ul>{items}</ul></main>", '<base href="./">'
            )
        },
    )
    return "/docs/tides/", ["/docs/tides/ebb.html", "/docs/tides/flood.html", "/docs/tides/slack.html"]


def _tracked(site: Site) -> tuple[str, list[str]]:
    """A list that links each article several times, with what tracks its readers behind the addresses."""
    rows = "".join(
        f'<li><h2><a href="/a/tide-{n}-9f3c?source=collection_home---4------0-----------------------">Tide {n}</a></h2>'
        f'<a href="/a/tide-{n}-9f3c/?utm_source=home&utm_medium=card">Read more</a>'
        f'<a href="https://www.127.0.0.1/a/tide-{n}-9f3c">Share</a></li>'
        for n in range(1, 5)
    )
    serve(site, {"/collection": _page("Tides", f"<ul>{rows}</ul>")})
    return "/collection", [f"/a/tide-{n}-9f3c" for n in range(1, 5)]


def _forum(site: Site) -> tuple[str, list[str]]:
    """A forum: all addresses one script, sessions in them, pages by an offset."""
    sid = "sid=0123456789abcdef0123456789abcdef"

    def forum(topics: tuple[int, ...], pager: str) -> str:
        rows = "".join(
            f'<li class="row"><a href="./viewtopic.php?f=3&amp;t={t}&amp;{sid}" class="topictitle">Tide, part {t}</a> '
            f'<a href="./memberlist.php?mode=view&amp;u=2&amp;{sid}">ada</a> <a href="./viewtopic.php?p={t}9&amp;'
            f'{sid}#p{t}9"><img alt="Last"></a></li>'
            for t in topics
        )
        return _page(
            "Forum",
            f'<div id="page-body"><ul class="topics">{rows}</ul><div class="pagination"><ul>{pager}</ul></div></div>',
        )

    second = (
        f'<li class="active"><span>1</span></li><li><a href="./viewforum.php?f=3&amp;{sid}&amp;start=25">2</a></li>'
    )
    first = f'<li><a href="./viewforum.php?f=3&amp;{sid}">1</a></li><li class="active"><span>2</span></li>'
    serve(
        site,
        {"/viewforum.php?f=3": forum((11, 12, 13), second), "/viewforum.php?f=3&start=25": forum((14, 15, 16), first)},
    )
    return "/viewforum.php?f=3", [f"/viewtopic.php?f=3&t={t}" for t in range(11, 17)]


def _boxed(site: Site) -> tuple[str, list[str]]:
    """Nothing leads on but a box in each article, in which the article itself is not linked."""

    def article(number: int) -> str:
        items = "".join(
            f"<li>Part {n}: Tide {n} (this article)</li>"
            if n == number
            else f'<li><a href="/box/{n}0{n}/">Part {n}</a></li>'
            for n in range(1, 5)
        )
        return _page(
            f"Tide {number}",
            f'<article><h1>Tide {number}</h1><div class="series-box"><h4>This is part of a series</h4><ol>{items}'
            f'</ol></div>{TEXT}</article><div class="related"><a href="/tea/">Tea</a></div>',
        )

    serve(site, {f"/box/{n}0{n}/": article(n) for n in range(1, 5)})
    return "/box/303/", [f"/box/{n}0{n}/" for n in range(1, 5)]


@pytest.mark.parametrize("shape", [_ghost, _letters, _blogger, _docs, _tracked, _forum, _boxed])
def test_a_site_of_each_shape_gives_its_series_once_and_in_order(shape: Any, site: Site, tmp_path: Path) -> None:
    start, expected = shape(site)
    assert found(site, start, tmp_path) == expected


WAYS_ON = {
    "fr": ("Partie suivante", "Partie précédente"),
    "de": ("Zum nächsten Teil", "Zum vorherigen Teil"),
    "es": ("Capítulo siguiente →", "← Capítulo anterior"),
    "fa": ("قسمت بعدی", "قسمت قبلی"),
    "ar": ("الجزء التالي", "الجزء السابق"),
    "ru": ("Следующая часть", "Предыдущая часть"),
    "ja": ("次の話へ", "前の話へ"),
    "zh": ("下一章", "上一章"),
    "ko": ("다음 화", "이전 화"),
    "tr": ("Sonraki bölüm", "Önceki bölüm"),
    "en": ("Next: The Water Rises", "Previous: The Water Falls"),
}


@pytest.mark.parametrize("language", WAYS_ON)
def test_a_chain_is_followed_both_ways_in_many_languages(language: str, site: Site, tmp_path: Path) -> None:
    after, before = WAYS_ON[language]

    def article(number: int) -> str:
        back = f'<a href="/c/t{number - 1}">{before}</a>' if number > 1 else ""
        on = f'<a href="/c/t{number + 1}">{after}</a>' if number < 4 else ""
        return _page("t", f'<article><h1>T</h1>{TEXT}</article><div class="pn">{back} <a href="/c/">*</a> {on}</div>')

    serve(site, {f"/c/t{n}": article(n) for n in range(1, 5)})
    assert found(site, "/c/t2", tmp_path) == [f"/c/t{n}" for n in range(1, 5)]


@pytest.mark.parametrize("form", ["/story/{}/", "/story?page={}", "/story-{}.html", "/story/page/{}"])
def test_an_article_in_several_pages_is_one_and_its_chain_goes_on_from_the_last(
    form: str, site: Site, tmp_path: Path
) -> None:
    first = {"/story/{}/": "/story/", "/story?page={}": "/story", "/story-{}.html": "/story.html"}.get(form, "/story")
    paths = [first, form.format(2), form.format(3)]

    def article(number: int) -> str:
        pages = " ".join(f"<span>{n}</span>" if n == number else f'<a href="{paths[n - 1]}">{n}</a>' for n in (1, 2, 3))
        on = '<p><a href="/sequel/">Next part</a></p>' if number == 3 else ""
        return _page(
            "Story", f"<article><h1>The Story</h1><p>Page {number}.</p>{TEXT}<div>Pages: {pages}</div>{on}</article>"
        )

    serve(site, {path: article(number) for number, path in enumerate(paths, 1)} | {
        "/sequel/": _page("Sequel", f"<article><h1>The Sequel</h1>{TEXT}</article>")
    })  # fmt: skip
    gatherer = _gatherer(tmp_path)
    entries = gatherer.find(site.url + first, Wanted())
    assert [urlsplit(entry.address).path for entry in entries] == [first.partition("?")[0], "/sequel/"]
    gatherer.collect(entries, _quiet)
    records = provenance.load(tmp_path).values()
    pages = sorted((record for record in records if record.role == "page"), key=lambda record: record.position or 0)
    assert [record.address for record in pages] == [site.url + path for path in paths[1:]]
    assert {record.continues for record in pages} == {next(r.file for r in records if r.address == site.url + first)}


def test_numbered_chapters_are_no_pages_of_one_article(site: Site, tmp_path: Path) -> None:
    def chapter(number: int) -> str:
        on = f'<a href="/novel/{number + 1}">Next</a>' if number < 3 else ""
        return _page(f"Chapter {number}", f"<article><h1>Chapter {number}</h1>{TEXT}</article>{on}")

    serve(site, {f"/novel/{n}": chapter(n) for n in (1, 2, 3)})
    assert found(site, "/novel/1", tmp_path) == ["/novel/1", "/novel/2", "/novel/3"]


def test_a_list_that_never_ends_is_left_where_it_brings_nothing_new(site: Site, tmp_path: Path) -> None:
    entries = "".join(f'<article><h2><a href="/t/{n}/">Tide {n}</a></h2></article>' for n in (1, 2, 3))
    for page in range(1, 60):
        markup = _page("Tides", f'<main>{entries}</main><a class="next" href="/cal/?page={page + 1}">Older posts</a>')
        serve(site, {"/cal/" if page == 1 else f"/cal/?page={page}": markup})
    assert len(found(site, "/cal/", tmp_path)) == 3
    assert sum(path.startswith("/cal/") for path in site.asked) == 2


def test_the_form_of_a_page_for_pockets_leads_to_the_whole_one(site: Site, tmp_path: Path) -> None:
    serve(
        site,
        {
            "/tide/amp/": _page("T", TEXT, '<link rel="canonical" href="/tide/">').replace("<html>", "<html amp>"),
            "/tide/": _page("T", f"<article><h1>T</h1>{TEXT}</article>", '<link rel="canonical" href="/tide/">'),
        },
    )
    assert found(site, "/tide/amp/", tmp_path) == ["/tide/"]


def test_two_spellings_of_one_page_are_collected_once(site: Site, tmp_path: Path) -> None:
    serve(site, dict.fromkeys(("/x/", "/x/?utm_source=y"), _page("X", TEXT)))
    site.extra["/x"] = lambda handler: handler.answer(301, Location="/x/")
    gatherer = _gatherer(tmp_path)
    entries = [
        entry for path in ("/x", "/x/", "/x/?utm_source=y") for entry in gatherer.find(site.url + path, Wanted())
    ]
    gatherer.collect(entries, _quiet)
    assert [path.name for path in tmp_path.glob("*.html")] == ["x.html"]
