"""A page as a tree, so that tests look for what a reader finds and not for markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"img", "input", "link", "meta"}


@dataclass
class Element:
    """An element, its attributes unescaped, and what it holds."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text inside, unescaped, as it is."""
        return "".join(one if isinstance(one, str) else one.text for one in self.content)

    def find(self, tag: str, **attributes: str) -> Iterator[Element]:
        """Every element inside with this tag and these attributes, in order (a class: one of)."""
        for one in self.content:
            if isinstance(one, str):
                continue
            if one.tag == tag and all(one._has(*pair) for pair in attributes.items()):
                yield one
            yield from one.find(tag, **attributes)

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.find(tag, **attributes)
        return found

    def _has(self, name: str, value: str) -> bool:
        if name == "class_":
            return value in self.attributes.get("class", "").split()
        return self.attributes.get(name) == value


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def read(html: str) -> Element:
    """Read a page; every element that is not void must be closed, in order."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert len(parser.open) == 1, f"left open: {[one.tag for one in parser.open[1:]]}"
    return parser.open[0]
