"""Where a passage opens: the company's knowledge base, the bot's own page, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from bot.procedure.loader import Edition
from bot.procedure.source import text_fragment


@dataclass(frozen=True)
class Links:
    """The addresses under which passages can be opened; None where there is none.

    `procedure_url` is the company's own page (`{procedure}` in it stands for the procedure's name),
    opened at the quoted words; `public_url` is the root
    of the bot's pages, as seen by the person who taps (an empty text: the same site).
    """

    procedure_url: str | None = None
    public_url: str | None = None

    def passage(self, edition: Edition, name: str) -> str | None:
        """The address of a passage."""
        if self.procedure_url:
            page = self.procedure_url.replace("{procedure}", edition.name).partition("#")[0]
            return f"{page}#{text_fragment(own_words(edition, name))}"
        if self.public_url is not None:
            return f"{self.public_url.rstrip('/')}/{edition.name}/procedure#{name}"
        return None


def own_words(edition: Edition, name: str) -> str:
    """The first fragment of a passage that is found once in the page, and in no other passage."""
    passages = edition.procedure.passages
    others = {quote for other, one in passages.items() if other != name for quote in one.quote}
    alone = (
        quote
        for quote in passages[name].quote
        if quote not in others and edition.source.text.count(quote) == 1
    )
    return next(alone, passages[name].quote[0])
