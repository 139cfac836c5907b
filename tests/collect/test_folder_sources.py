"""What a user may name as a source, and what of it becomes an article."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.collect import collect, finder
from book.collect.order import natural
from book.errors import Misused
from book.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from book.collect import Collection

TEXT = "The mill stands where two streams meet, and its wheel has turned since the bridge was built.\n\n" * 4


def lay(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def names(collection: Collection) -> list[str]:
    return [snapshot.name for snapshot in collection.snapshots]


def reasons(collection: Collection) -> dict[str, str]:
    return {item.source: item.reason for item in collection.left_out}


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_unpadded_numbers_come_in_natural_order(tmp_path: Path) -> None:
    lay(tmp_path, {f"part-{number}.md": TEXT for number in (1, 10, 2, 33, 4)})
    assert names(collect([tmp_path], base=tmp_path)) == [f"part-{number}.md" for number in (1, 2, 4, 10, 33)]


def test_everything_beside_articles_is_left_out_and_named(tmp_path: Path) -> None:
    listing = "".join(f'<li><a href="part{number}.html">Part {number}</a></li>' for number in (1, 2, 3))
    lay(
        tmp_path,
        {
            "_parts/part1.md": TEXT,
            "part1.html": f"<p>{TEXT}",
            "part2.html": f"<p>{TEXT}",
            "part3.html": f"<p>{TEXT}",
            "index.html": f"<ul>{listing}</ul>",
            "README.md": TEXT,
            "LICENSE.md": TEXT,
            "_layouts/post.html": "<html>{{ content }}</html>",
            "page.html": "<html><body>{% for post in site.posts %}{{ post.title }}{% endfor %}</body></html>",
            "feed.xml": "<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>",
            "data.json": '{"a": 1}',
            "empty.md": "",
            "style.css": "p {}",
            ".git/config.md": "x",
        },
    )
    collection = collect([tmp_path], base=tmp_path)
    assert names(collection) == ["_parts/part1.md", "part1.html", "part2.html", "part3.html"]
    found = reasons(collection)
    assert found["index.html"] == "a listing of articles"
    assert found["README.md"] == "about the files, not of the series"
    assert found["LICENSE.md"] == "a licence"
    assert found["_layouts/post.html"] == found["page.html"] == "a template of the site"
    assert found["feed.xml"] == "a feed of the site"
    assert found["data.json"] == "data of the site"
    assert found["empty.md"] == "empty"
    assert ".git/config.md" not in found


def test_an_article_about_templates_is_an_article(tmp_path: Path) -> None:
    lay(tmp_path, {"liquid.md": TEXT + "```liquid\n{% for x in y %}{{ content }}{% endfor %}\n```\n" + TEXT})
    assert names(collect([tmp_path], base=tmp_path)) == ["liquid.md"]


def test_a_feed_alone_is_a_source(tmp_path: Path) -> None:
    lay(tmp_path, {"feed.xml": "<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"})
    assert names(collect([tmp_path / "feed.xml"], base=tmp_path)) == ["feed.xml"]


def test_all_wrong_sources_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    (tmp_path / "nothing.md").touch()
    with pytest.raises(Misused) as caught:
        collect(["absent", "hollow", "nothing.md"], base=tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("absent: does not exist")
    assert lines[1].startswith("hollow: is empty")
    assert lines[2].startswith("nothing.md: is empty")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_problem(tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": TEXT, "b.md": TEXT})
    (tmp_path / "b.md").chmod(0)
    collection = collect([tmp_path], base=tmp_path)
    assert names(collection) == ["a.md"]
    assert [problem.severity for problem in collection.problems] == ["error"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, {"secret.md": TEXT, "series/a.md": TEXT})
    (tmp_path / "series" / "b.md").symlink_to(tmp_path / "secret.md")
    collection = collect([tmp_path / "series"], base=tmp_path)
    assert names(collection) == ["a.md"]
    assert "outside the folder" in str(collection.problems[0])


def test_files_listed_out_of_order_keep_their_places_and_a_sorted_list_says_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {"a.md": TEXT, "b.md": TEXT, "c.md": TEXT})
    listed = collect(["b.md", "c.md", "a.md"], base=tmp_path)
    assert {snapshot.name: snapshot.position for snapshot in listed.snapshots} == {"b.md": 0, "c.md": 1, "a.md": 2}
    assert [snapshot.position for snapshot in collect(["*.md"], base=tmp_path).snapshots] == [None, None, None]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    lay(tmp_path, {"one/a.md": TEXT, "two/a.md": TEXT, "two/b.md": TEXT})
    found = names(collect(["one", "two"], base=tmp_path))
    assert found == ["one/a.md", "two/a.md", "two/b.md"]


def test_a_package_says_which_files_and_in_what_order(tmp_path: Path) -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="b" href="text/b.xhtml"/>'
        '<item id="a" href="text/a.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    lay(tmp_path, {"content.opf": package, **{f"text/{name}.xhtml": f"<p>{TEXT}</p>" for name in "abc"}})
    collection = collect([tmp_path], base=tmp_path)
    assert {item.name: item.position for item in collection.snapshots} == {"text/a.xhtml": 1, "text/b.xhtml": 0}
    assert reasons(collection)["text/c.xhtml"] == "not in the spine of the package"


def test_a_zip_gives_its_articles_and_their_pictures(tmp_path: Path) -> None:
    lay(tmp_path, {"export.zip": packed({"all/a.md": TEXT.encode(), "all/img/x.png": b"\x89PNG\r\n\x1a\nx"})})
    collection = collect(["export.zip"], base=tmp_path)
    assert names(collection) == ["export.zip/a.md"]
    find = finder(collection, [document for item in collection.snapshots for document in read(item).documents])
    assert find("export.zip/a.md", "img/x.png").startswith(b"\x89PNG")
    with pytest.raises(FileNotFoundError):
        find("export.zip/a.md", "img/y.png")


def test_slips_clashes_and_bombs_in_archives_are_one_line_each(tmp_path: Path) -> None:
    slips = packed({"../out.md": b"x", "/etc/x.md": b"x", "a.md": TEXT.encode(), "A.md": b"other"})
    lay(tmp_path, {"slips.zip": slips, "bomb.zip": packed({"a.md": b"\0" * 80_000_000}), "broken.zip": slips[:60]})
    collection = collect(["slips.zip"], base=tmp_path)
    assert names(collection) == ["slips.zip/a.md"]
    assert [problem.code for problem in collection.problems] == ["archive-slip", "archive-slip", "archive-clash"]
    assert collect(["bomb.zip"], base=tmp_path).problems[0].code == "archive-bomb"
    assert collect(["broken.zip"], base=tmp_path).problems[0].code == "archive-broken"
    assert not (tmp_path.parent / "out.md").exists()


def test_a_tar_with_a_link_is_read_without_it(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.md")
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT.encode()))
        link = tarfile.TarInfo("b.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    lay(tmp_path, {"series.tar.gz": buffer.getvalue()})
    collection = collect(["series.tar.gz"], base=tmp_path)
    assert names(collection) == ["series.tar.gz/a.md"]
    assert [problem.code for problem in collection.problems] == ["archive-entry"]


def test_a_table_of_posts_tells_their_titles_dates_and_drafts(tmp_path: Path) -> None:
    table = (
        "post_id,post_date,is_published,title\n2.later,2024-02-02T10:00:00Z,true,Later\n"
        "1.first,2024-01-01T10:00:00Z,true,First\n3.draft,,false,Unfinished\n"
    )
    posts = {f"posts/{stem}.html": f"<p>{TEXT}</p>" for stem in ("1.first", "2.later", "3.draft")}
    lay(tmp_path, {"posts.csv": table, **posts})
    readings = [read(snapshot) for snapshot in collect([tmp_path], base=tmp_path).snapshots]
    documents = sorted((d for reading in readings for d in reading.documents), key=lambda d: d.position or 0)
    assert [(document.title, document.date[:10]) for document in documents] == [
        ("First", "2024-01-01"),
        ("Later", "2024-02-02"),
    ]
    assert [item.source for reading in readings for item in reading.left_out] == ["posts/3.draft.html"]


def test_a_table_names_its_texts_by_their_slugs(tmp_path: Path) -> None:
    table = "id,subject,publish_date,slug\n7f,The Ebb,2023-01-05 13:00:00+00:00,ebb\n8a,The Flood,2023-01-02,flood\n"
    lay(tmp_path, {"emails.csv": table, "emails/ebb.md": TEXT, "emails/flood.md": TEXT[::-1]})
    readings = [read(snapshot) for snapshot in collect([tmp_path], base=tmp_path).snapshots]
    documents = sorted((d for reading in readings for d in reading.documents), key=lambda d: d.position or 0)
    assert [(document.title, document.date[:10]) for document in documents] == [
        ("The Flood", "2023-01-02"),
        ("The Ebb", "2023-01-05"),
    ]


def test_pages_about_the_author_beside_marked_articles_are_left_out(tmp_path: Path) -> None:
    post = '<html><body><article class="h-entry"><h1 class="p-name">Tide</h1><p>{}</p></article></body></html>'
    lay(
        tmp_path,
        {
            "posts/tide.html": post.format(TEXT),
            "profile/profile.html": '<html><body><section class="h-card"><h3>Mira</h3></section></body></html>',
            "posts/unmarked.html": f"<html><body><h1>Ebb</h1><p>{TEXT}</p></body></html>",
        },
    )
    collection = collect([tmp_path], base=tmp_path)
    assert names(collection) == ["posts/tide.html", "posts/unmarked.html"]
    assert [(one.source, one.reason) for one in collection.left_out] == [
        ("profile/profile.html", "about the author, not of the series")
    ]


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=2, max_size=6))
def test_numbers_in_names_order_as_numbers(numbers: list[int]) -> None:
    assert sorted((f"part{number}.md" for number in numbers), key=natural) == [
        f"part{number}.md" for number in sorted(numbers)
    ]


def test_the_finder_follows_the_ways_sites_refer_to_pictures(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "_config.yml": "title: x",
            "posts/a b.md": TEXT,
            "posts/near.png": b"near",
            "assets/root.png": b"root",
            "static/plain.png": b"static",
            "posts/sibling.svg": b"sibling",
            "../outside.png": b"outside",
        },
    )
    collection = collect([tmp_path / "posts"], base=tmp_path)
    find = finder(collection, [document for item in collection.snapshots for document in read(item).documents])
    for href, data in {
        "near.png?width=3": b"near",
        "%6Eear.png": b"near",
        "/assets/root.png": b"root",
        "{{site.baseurl}}/assets/root.png": b"root",
        "assets/root.png": b"root",
        "/plain.png": b"static",
        "../sibling.svg": b"sibling",
        "data:image/png;base64,bmVhcg==": b"near",
    }.items():
        assert find("a b.md", href) == data, href
    with pytest.raises(PermissionError):
        find("a b.md", "../../outside.png")
    with pytest.raises(FileNotFoundError):
        find("a b.md", "https://example.org/assets/root.png")


@pytest.mark.parametrize(
    ("folder", "count"), [("federalist/se/src/epub/text", 92), ("blogs/db_tutorial", 15), ("novels/kalila-ar/html", 19)]
)
def test_a_real_folder_gives_its_articles(corpus: Path, folder: str, count: int) -> None:
    assert len(collect([corpus / folder], base=corpus).snapshots) == count
