"""Promises about fetching: polite, bounded in time and size, and never to an address that is not public."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from book.collect.web import cookies
from book.collect.web.addresses import Forbidden, is_public, resolve
from book.collect.web.client import Client, Manners, Unfetched
from book.errors import Misused

if TYPE_CHECKING:
    from http.cookiejar import CookieJar
    from pathlib import Path

    Site = Any


def _client(**manners: Any) -> Client:
    defaults: dict[str, Any] = {"private": True, "pause": 0.0, "deadline": 1.0, "sleep": lambda _: None}
    return Client(Manners(**(defaults | manners)))


def _why(client: Client, address: str) -> str:
    with pytest.raises(Unfetched) as caught:
        client.get(address)
    return f"{caught.value}; {caught.value.hint}"


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    fetched = _client().get(f"{site.url}/moved")
    assert fetched.address == f"{site.url}/2020/01/tea/"
    assert (fetched.status, fetched.media_type, fetched.charset) == (200, "text/html", "utf-8")
    assert b"Tea came by sea" in fetched.data


def test_a_page_that_is_as_it_was_is_not_sent_again(site: Site) -> None:
    first = _client().get(f"{site.url}/2020/01/tea/")
    assert _client().get(first.address, etag=first.etag).status == 304


def test_robots_are_asked_once_and_obeyed(site: Site) -> None:
    client = _client()
    assert "robots.txt does not allow it" in _why(client, f"{site.url}/private/diary")
    client.get(f"{site.url}/2020/01/tea/")
    assert site.asked == ["/robots.txt", "/2020/01/tea/"]


def test_a_server_in_trouble_is_asked_again_after_the_time_it_names(site: Site) -> None:
    waited: list[float] = []
    site.failures["/2020/01/tea/"] = 2
    assert _client(sleep=waited.append).get(f"{site.url}/2020/01/tea/").status == 200
    assert waited == [1.0, 1.0]


def test_there_is_a_pause_between_two_requests_to_one_host(site: Site) -> None:
    waited: list[float] = []
    client = _client(pause=5.0, sleep=waited.append)
    client.get(f"{site.url}/2020/01/tea/")
    client.get(f"{site.url}/2020/01/tea/")
    assert len(waited) == 2
    assert all(0 < pause <= 10 for pause in waited)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/nowhere", "the server answers 404; check the address; the page is gone"),
        ("/error", "the server answers 500; try again later"),
        ("/loop", "redirects 10 times and more"),
        ("/to-file", "redirects to 'file:///etc/passwd', which is no web address"),
        ("/drip", "took longer than 1 seconds"),
        ("/drip-head", "took longer than 1 seconds"),
        ("/bomb", "is larger than 34 MB"),
        ("/short", "ended after 3 bytes, 997 too early"),
    ],
)
def test_what_goes_wrong_is_one_line_and_bounded(site: Site, path: str, line: str) -> None:
    assert line in _why(_client(), site.url + path)


def test_the_body_of_a_redirect_is_not_read(site: Site) -> None:
    assert b"Tea" in _client(largest=100_000).get(f"{site.url}/moved-bomb").data


def _jar(folder: Path, *lines: str) -> CookieJar:
    file = folder / "cookies.txt"
    file.write_text("\n".join(["# Netscape HTTP Cookie File", *(line.replace(" ", "\t") for line in lines), ""]))
    return cookies.load(file)


def test_cookies_and_headers_go_to_the_site_they_are_for_and_no_other(site: Site, tmp_path: Path) -> None:
    jar = _jar(tmp_path, "127.0.0.1 FALSE / FALSE 0 id 1")
    client = _client(headers={"Authorization": "Basic x"}, origin=site.url, cookies=jar)
    client.get(f"{site.url}/2020/01/tea/")
    assert (site.headers[-1]["Authorization"], site.headers[-1]["Cookie"]) == ("Basic x", "id=1")
    other = _client(
        headers={"Authorization": "Basic x"},
        origin="https://elsewhere.example",
        cookies=_jar(tmp_path, "x.example FALSE / FALSE 0 id 1"),
    )
    other.get(f"{site.url}/2020/01/tea/")
    assert not {"Authorization", "Cookie"} & set(site.headers[-1])


@pytest.mark.parametrize(
    ("line", "address", "sent"),
    [
        ("x.example FALSE / FALSE 4102444800 id 1", "http://x.example/a", "id=1"),
        ("x.example FALSE / FALSE 4102444800 id 1", "http://www.x.example/a", ""),  # its host alone
        (".x.example TRUE / FALSE 4102444800 id 1", "http://www.x.example/a", "id=1"),
        (".x.example TRUE / FALSE 4102444800 id 1", "http://notx.example/a", ""),
        ("x.example FALSE / TRUE 4102444800 id 1", "http://x.example/a", ""),  # over TLS alone
        ("x.example FALSE / TRUE 4102444800 id 1", "https://x.example/a", "id=1"),
        ("x.example FALSE /members FALSE 4102444800 id 1", "http://x.example/members/a", "id=1"),
        ("x.example FALSE /members FALSE 4102444800 id 1", "http://x.example/a", ""),
        ("x.example FALSE / FALSE 978307200 id 1", "http://x.example/a", ""),  # until 2001
        ("x.example FALSE / FALSE 0 id 1", "http://x.example/a", "id=1"),  # as long as the session
        ("#HttpOnly_x.example FALSE / FALSE 0 id 1", "http://x.example/a", "id=1"),
    ],
)
def test_a_cookie_is_sent_where_its_file_says(line: str, address: str, sent: str, tmp_path: Path) -> None:
    assert cookies.header(_jar(tmp_path, line), address) == sent


def test_what_is_no_file_of_cookies_is_said(tmp_path: Path) -> None:
    (tmp_path / "cookies.txt").write_text("id=1")
    with pytest.raises(Misused, match="is no cookies"):
        cookies.load(tmp_path / "cookies.txt")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "169.254.169.254", "10.0.0.1", "192.168.1.1", "[fe80::1]", "[fc00::1]", "0.0.0.0"],
)  # fmt: skip
def test_an_address_that_is_not_public_is_not_reached_in_any_spelling(site: Site, host: str) -> None:
    line = _why(Client(Manners(pause=0, deadline=1, sleep=lambda _: None)), f"http://{host}:{site.server_port}/")
    assert "not a public address" in line or "no such host" in line
    assert site.asked == []


def test_a_name_that_leads_home_is_not_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a public site may resolve to an address of this machine."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: answer)
    with pytest.raises(Forbidden):
        resolve("site.example", 80)


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("::ffff:8.8.8.8", True),
     ("64:ff9b::808:808", True), ("100.64.0.1", False), ("224.0.0.1", False), ("::", False), ("::7f00:1", False),
     ("2001:0:7f00:1::", False), ("fe80::1%eth0", False), ("not an address", False)],
)  # fmt: skip
def test_what_is_public_is_told_by_the_address_it_carries(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://x.example/", "tides", "http://", "http://a:b@x.example/"]
)
def test_what_is_no_web_address_is_not_asked_for(address: str, tmp_path: Path) -> None:
    del tmp_path
    assert _why(_client(), address)
