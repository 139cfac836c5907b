"""Where articles were first published. In: `Credit`s and a `Manner`. Out: a line of text and an address for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from book.model import Chapter, Credit
    from book.typeset.manner import Manner


def said(credits_: Sequence[Credit], manner: Manner) -> list[dict[str, str]]:
    """Each credit as the templates want it: title, facts, address and how it is shown."""
    authors, words = manner.authors, manner.words
    found = []
    for credit in credits_:
        facts = [credit.byline if credit.byline != authors else "", credit.site]
        facts.append(words.first_published(credit.date) if credit.date else "")
        text = ". ".join(fact.rstrip(".") for fact in facts if fact)
        shown = credit.address.partition("://")[2].rstrip("/") or credit.address
        found.append(
            {"title": credit.title, "text": f"{text}." if text else "", "address": credit.address, "shown": shown}
        )
    return found


def told(chapter: Chapter, manner: Manner) -> list[dict[str, str]]:
    """A chapter's credits under its own title, which a single one does not say again."""
    found = said(chapter.credits, manner)
    if len(found) == 1 and _letters(found[0]["title"]) == _letters(chapter.title):
        found[0]["title"] = ""
    return [credit for credit in found if credit["title"] or credit["text"] or credit["address"]]


def _letters(title: str) -> str:
    """A title without case, spaces and marks, to compare."""
    return "".join(character for character in title.casefold() if character.isalnum())
