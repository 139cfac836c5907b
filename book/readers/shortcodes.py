"""Tags of site generators inside Markdown or HTML. In: text, code already set aside. Out: plain Markdown and problems.

Jekyll and Liquid (`{% include figure.html src=... %}`, `{{ site.baseurl }}`), Hugo (`{{< figure src=... >}}`,
`{{% note %}}`) and Zola (`{{ image(path=...) }}`). Pictures, code, videos and references to files become Markdown
or HTML; of any other tag the words are kept and a problem names it. No template is ever run.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from book.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{#.{0,2000}?#\}(?!\})", re.DOTALL)
_HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s*([\w+#-]*)[^%]*%\}[ \t]*\n?(.*?)\{%-?\s*endhighlight\s*-?%\}"
    r"|\{\{[<%]\s*highlight\s+\"?([\w+#-]*)\"?[^%>]*[>%]\}\}[ \t]*\n?(.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
_TAG = re.compile(
    r"\{%-?\s*(?P<liquid>/?[A-Za-z_][\w-]*)(?P<liquid_rest>[^{}]*?)-?%\}"
    r"|\{\{[<%]-?\s*(?P<hugo>/?\s*[\w./-]+)(?P<hugo_rest>(?:\"[^\"]*\"|`[^`]*`|[^{}\"`])*?)/?\s*-?[>%]\}\}"
    r"|\{\{-?\s*(?P<zola>[a-z_]\w*)\((?P<zola_rest>(?:\"[^\"]*\"|[^{}\"])*?)\)\s*-?\}\}"
)
_OUTPUT = re.compile(r"\{\{-?\s*(?P<value>\"[^\"]*\"|'[^']*'|[\w.\[\]-]+)\s*(?P<filters>(?:\|[^{}]*)?)-?\}\}")
_ARGUMENT = re.compile(
    r"([\w:-]+)\s*[=:]\s*(\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|[^\s,\"']+)|(\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|`[^`]*`)|([^\s,=\"'`]+)"
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_BASE = re.compile(r"^(?:site\.(?:baseurl|url|base_url|github\.url)|include\.\w+)$")
_SOURCES = ("src", "url", "path", "file", "image", "image_path", "img", "href", "link", "source", "name")
_CAPTIONS = ("caption", "description", "title", "desc")
_CONTROL = frozenset(
    [
        "if",
        "elsif",
        "else",
        "endif",
        "unless",
        "endunless",
        "for",
        "endfor",
        "case",
        "when",
        "endcase",
        "assign",
        "capture",
        "endcapture",
        "increment",
        "decrement",
        "break",
        "continue",
        "cycle",
        "tablerow",
        "endtablerow",
        "liquid",
        "layout",
        "render",
        "paginate",
        "endpaginate",
        "raw",
        "endraw",
        "toc",
        "more",
        "block",
        "endblock",
        "extends",
        "macro",
        "endmacro",
        "import",
        "set",
        "with",
        "end",
        "filter",
        "endfilter",
    ]
)
_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "codepen": "https://codepen.io/pen/{}",
    "asciinema": "https://asciinema.org/a/{}",
}
_REFERENCES = frozenset(["link", "post_url", "ref", "relref", "absref", "asset_path", "static"])


def fences(text: str) -> str:
    """`highlight` tags as fenced code, before anything in them is looked at."""
    return _HIGHLIGHT.sub(_fence, text) if "highlight" in text else text


class Shortcodes:
    """Replaces the tags of one article; remembers what it did not know."""

    def __init__(self, where: str) -> None:
        """`where` names the article in problems."""
        self._where = where
        self._unknown: dict[str, str] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One for each unknown tag, however often it stands."""
        hint = "see that what stands in its place is what you want"
        return tuple(
            Problem("shortcode-unknown", "warning" if words else "note", self._where, _message(name, words), hint)
            for name, words in self._unknown.items()
        )

    def replace(self, text: str) -> str:
        """The text without tags of a generator."""
        if "{%" not in text and "{{" not in text and "{#" not in text:
            return text
        text = _COMMENT.sub("", text)
        text = _ESCAPED.sub(lambda found: f"{{{{\x01{found[1]}{found[2]}{found[3]}}}}}", text)
        text = _TAG.sub(lambda found: self._tag(found, text), text)
        return _OUTPUT.sub(_output, text).replace("\x01", "")

    def _tag(self, found: re.Match[str], text: str) -> str:
        raw = found["liquid"] or found["hugo"] or found["zola"]
        name = raw.replace(" ", "")
        rest = found["liquid_rest"] or found["hugo_rest"] or found["zola_rest"] or ""
        if name.startswith(("/", "end")) or name.lower() in _CONTROL:
            return ""
        named, bare = _arguments(rest)
        if name in ("include", "include_relative", "include_cached", "partial") and bare:
            name, bare = bare[0].rpartition("/")[2].rpartition(".")[0] or bare[0], bare[1:]
        known = _known(name.lower().rpartition("/")[2], named, bare)
        if known is not None:
            return known
        words = " ".join(value for value in [*named.values(), *bare] if " " in value.strip())
        paired = re.search(r"\{[{%][<%]?-?\s*(?:/\s*|end)" + re.escape(name) + r"\b", text) is not None
        self._unknown.setdefault(name, "" if paired and not words else words or "no words")
        return words


def _message(name: str, words: str) -> str:
    what = f"the tag '{name}' of a site generator is not known; "
    if not words:
        return f"{what}what it encloses was kept"
    return f"{what}nothing stands in its place" if words == "no words" else f"{what}its words were kept"


def _fence(found: re.Match[str]) -> str:
    language = found[1] or found[3] or ""
    code = (found[2] if found[2] is not None else found[4]).rstrip("\n")
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"\n{ticks}{language}\n{code}\n{ticks}\n"


def _arguments(rest: str) -> tuple[dict[str, str], list[str]]:
    named: dict[str, str] = {}
    bare: list[str] = []
    for key, value, quoted, word in _ARGUMENT.findall(rest):
        if key:
            named[key.lower()] = _unquoted(value)
        else:
            bare.append(_unquoted(quoted or word))
    return named, bare


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'`":
        value = value[1:-1].replace('\\"', '"').replace("\\'", "'")
    return _OUTPUT.sub(_output, value)


def _known(name: str, named: Mapping[str, str], bare: list[str]) -> str | None:
    """What a tag stands for; None where that is not known."""
    if name in _REFERENCES and (bare or named):
        return (bare or list(named.values()))[0]
    if name in _VIDEOS and (bare or named):
        target = _VIDEOS[name].format(([named["id"]] if "id" in named else bare or list(named.values()))[-1])
        return f'\n<p><a href="{escape(target)}">{escape(target)}</a></p>\n'
    source = next((named[key] for key in _SOURCES if key in named and _PICTURE.search(named[key])), "")
    source = source or next((value for value in [*bare, *named.values()] if _PICTURE.search(value)), "")
    return _figure(source, named) if source else None


def _figure(source: str, named: Mapping[str, str]) -> str:
    caption = next((named[key] for key in _CAPTIONS if named.get(key)), "")
    alt = named.get("alt", caption)
    image = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    # Another word in `title` than in the caption is text of its own.
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"\n\n<figure>{image}{below}</figure>\n\n"


def _output(found: re.Match[str]) -> str:
    """A printed value: a site's address is dropped, a quoted path stays, an unknown name stays as it is written."""
    value = found["value"]
    if value[0] in "\"'":
        return value[1:-1]
    return "" if _BASE.match(value) else found[0]
