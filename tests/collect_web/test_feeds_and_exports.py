"""Promises about feeds and exports: each entry a file, oldest first, summaries followed, a category chosen."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from book.cli import run
from book.collect import provenance

if TYPE_CHECKING:
    from pathlib import Path

    Site = Any

TEXT = "<p>The sea came in by night and went out by day, and nobody in the harbour counted the hours.</p>" * 5


def _put(site: Site, path: str, text: str, media_type: str = "application/rss+xml") -> None:
    site.extra[path] = lambda handler: handler.answer(200, text.encode(), Content_Type=media_type)


def _item(site: Site, number: int, *, full: bool) -> str:
    content = f"<content:encoded><![CDATA[<p>Entry {number} in full.</p>{TEXT}]]></content:encoded>" if full else ""
    return (
        f"<item><title>Tide {number}</title><link>{site.url}/p/{number}</link>"
        f"<category>{'Moon' if number % 2 else 'Sea'}</category><pubDate>0{number} Jan 2024 10:00:00 GMT</pubDate>"
        f"<description>A teaser.</description>{content}</item>"
    )


def _rss(items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Sea</title>{head}{items}</channel></rss>'
    )


@pytest.fixture
def feed(site: Site) -> Site:
    """A feed in two pages, newest first: two entries in full, two as summaries of a page."""
    first, second = (4, 3), (2, 1)
    older = f'<atom:link rel="next" href="{site.url}/feed?page=2"/>'
    _put(site, "/feed", _rss("".join(_item(site, n, full=True) for n in first), older))
    _put(site, "/feed?page=2", _rss("".join(_item(site, n, full=False) for n in second)))
    for number in second:
        page = f"<html><body><article><h1>Tide {number}</h1><p>Page {number}.</p>{TEXT}</article></body></html>"
        _put(site, f"/p/{number}", page, "text/html")
    return site


def _collect(source: str, folder: Path, *options: str) -> int:
    return run(["collect", source, "-d", str(folder), "--allow-private", "--pause", "0", "-q", *options])


def test_a_feed_gives_each_entry_oldest_first_and_follows_what_is_only_summed_up(feed: Site, tmp_path: Path) -> None:
    assert _collect(f"{feed.url}/feed", tmp_path) == 0
    records = sorted(provenance.load(tmp_path).values(), key=lambda record: record.position or 0)
    assert [record.title for record in records] == ["Tide 1", "Tide 2", "Tide 3", "Tide 4"]
    texts = [(tmp_path / record.file).read_text() for record in records]
    assert ["Page 1." in texts[0], "Entry 4 in full." in texts[3]] == [True, True]
    assert [bool(record.facts) for record in records] == [False, False, True, True]


def test_an_entry_that_a_feed_has_forgotten_keeps_its_copy(feed: Site, tmp_path: Path) -> None:
    assert _collect(f"{feed.url}/feed", tmp_path) == 0
    _put(feed, "/feed", _rss(_item(feed, 5, full=True)))
    assert _collect(f"{feed.url}/feed", tmp_path) == 0
    assert sorted(path.name for path in tmp_path.glob("*.html")) == [f"tide-{n}.html" for n in range(1, 6)]


def test_a_page_that_is_gone_leaves_its_summary(feed: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed.gone.add("/p/1")
    assert _collect(f"{feed.url}/feed", tmp_path) == 0
    assert "the server answers 410; only its summary is kept" in capsys.readouterr().err
    assert "A teaser." in (tmp_path / "tide-1.html").read_text()


def test_of_a_feed_one_category_is_taken(feed: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _collect(f"{feed.url}/feed", tmp_path, "--category", "moon", "--list") == 0
    assert [line.split("  ")[-2] for line in capsys.readouterr().out.splitlines()] == ["Tide 1", "Tide 3"]


def test_a_feed_on_disk_is_followed_too(feed: Site, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(_rss("".join(_item(feed, n, full=False) for n in (2, 1))))
    assert _collect(str(file), tmp_path / "in") == 0
    assert "Page 2." in (tmp_path / "in" / "tide-2.html").read_text()


EXPORT = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Sea</title>
<wp:category><wp:category_nicename>water</wp:category_nicename><wp:category_parent></wp:category_parent>
<wp:cat_name>Water</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>the-tides</wp:category_nicename><wp:category_parent>water</wp:category_parent>
<wp:cat_name>The Tides</wp:cat_name></wp:category>{}</channel></rss>"""


def _post(number: int, category: str, status: str = "publish", kind: str = "post") -> str:
    return (
        f"<item><title>Post {number}</title><content:encoded><![CDATA[<p>Text {number}.</p>]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2024-01-0{number} 10:00:00</wp:post_date><wp:status>{status}"
        f'</wp:status><wp:post_type>{kind}</wp:post_type><category domain="category" nicename="x">{category}</category>'
        '<category domain="post_tag" nicename="moon">Moon</category></item>'
    )


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--category", "The Tides"], ["Post 1", "Post 3"]),
        (["--category", "the-tides"], ["Post 1", "Post 3"]),
        (["--category", "Water"], ["Post 1", "Post 3"]),  # what is filed below it is filed in it
        (["--tag", "moon"], ["Post 1", "Post 2", "Post 3"]),
        (["--since", "2024-01-02", "--limit", "1"], ["Post 2"]),
    ],
)
def test_of_an_export_a_category_or_tag_is_taken_and_the_rest_is_counted(
    options: list[str], titles: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = _post(1, "The Tides") + _post(2, "Tea") + _post(3, "The Tides") + _post(4, "The Tides", "draft")
    file = tmp_path / "export.xml"
    file.write_text(EXPORT.format(items + _post(5, "The Tides", "publish", "nav_menu_item")))
    assert run(["collect", str(file), "-d", str(tmp_path / "in"), "-q", *options]) == 0
    records = sorted(provenance.load(tmp_path / "in").values(), key=lambda record: record.position or 0)
    assert [record.title for record in records] == titles
    line = capsys.readouterr().err
    assert "1 a draft" in line
    assert "1 an entry of a menu" in line


def test_a_build_takes_the_category_that_book_toml_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.xml").write_text(EXPORT.format(_post(1, "The Tides") + _post(2, "Tea") + _post(3, "The Tides")))
    (tmp_path / "book.toml").write_text('[series]\nsources = ["export.xml"]\ncategories = ["the-tides", "nowhere"]\n')
    monkeypatch.chdir(tmp_path)
    assert run(["build", "-o", "x.epub", "-q"]) == 0
    assert "--category 'nowhere': no article has it; there are: The Tides, Water, Tea" in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        text = "".join(epub.read(name).decode() for name in epub.namelist() if name.endswith(".xhtml"))
    assert ["Text 1." in text, "Text 2." in text, "Text 3." in text] == [True, False, True]


def test_the_rows_of_a_table_are_articles(tmp_path: Path) -> None:
    rows = 'Title,Body,Published Date,Author\nTwo,"<p>Text, two.</p>",2024-02-01,Ada\n'
    rows += "One,Text one.,2024-01-01,Ada\nX,y,,\n"
    (tmp_path / "posts.csv").write_text(rows)
    assert run(["collect", str(tmp_path / "posts.csv"), "-d", str(tmp_path / "in"), "-q"]) == 0
    records = sorted(provenance.load(tmp_path / "in").values(), key=lambda record: record.position or 0)
    assert [(record.title, record.facts["author"]) for record in records] == [("One", "Ada"), ("Two", "Ada")]


def test_an_archive_is_unpacked_and_what_a_table_said_of_its_pages_is_kept(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("posts.csv", "post_id,title,post_date\n7.tide,The Tide,2024-01-01T00:00:00Z\n")
        archive.writestr("posts/7.tide.html", "<p>Words of the tide.</p>")
    assert run(["collect", str(tmp_path / "export.zip"), "-d", str(tmp_path / "in"), "-q"]) == 0
    (record,) = provenance.load(tmp_path / "in").values()
    assert (record.file, record.facts["title"]) == ("export/posts/7.tide.html", "The Tide")


def test_an_article_in_several_pages_is_one_chapter_and_no_word_of_it_is_lost(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def page(number: int) -> str:
        links = "".join(f'<a href="/story/{n if n > 1 else ""}">{n}</a> ' for n in (1, 2) if n != number)
        return (
            f'<html><head><title>The Story</title></head><body><article><h1>The Story</h1><h2 id="h">Head {number}</h2>'
            f"<p>Page {number} says its own.</p>{TEXT}<p>Page-{number} ends.</p>"
            f"<div class='page-links'>Pages: {links}</div></article></body></html>"
        )

    _put(site, "/story/", page(1), "text/html")
    _put(site, "/story/2", page(2), "text/html")
    monkeypatch.chdir(tmp_path)
    assert _collect(f"{site.url}/story/", tmp_path / "in") == 0
    assert run(["build", "in", "-o", "x.epub", "-q"]) == 0
    assert "lost" not in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        chapters = [name for name in epub.namelist() if "/ch-" in name and name.endswith(".xhtml")]
        text = epub.read(chapters[0]).decode()
    assert len(chapters) == 1
    assert text.index("Page 1 says") < text.index("Page 2 says")


def test_of_files_with_front_matter_those_filed_elsewhere_or_nowhere_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, filed in (("a", "categories: [Tide]\n"), ("b", "categories: [Tea]\n"), ("c", "")):
        (source / f"{name}.md").write_text(f"---\ntitle: {name}\n{filed}---\nText of {name}.\n")
    (source / "d.txt").write_text("A text that could not be filed anywhere, so it is taken.\n")
    assert run(["collect", str(source), "-d", str(tmp_path / "in"), "--category", "tide", "-q"]) == 0
    said = capsys.readouterr()
    assert [line.rpartition("/")[2] for line in said.out.splitlines()] == ["a.md", "d.txt"]
    assert said.err.splitlines() == ["note: 2 left out: 2 not in the category 'tide'"]
