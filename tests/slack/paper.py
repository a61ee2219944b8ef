"""Block Kit on paper: near enough what Slack's clients draw of it, for pictures to be looked at.

Measures: the client's own, as its Block Kit Builder shows them; the narrow page is a phone's.
A message is JSON as Slack has it: `blocks` or `text`, `user` where a person wrote it, and
`ephemeral` where one person alone sees it. What we do not know how to draw raises `Undrawn`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bot.slack.manifest import NAME

Json = dict[str, Any]
Names = Mapping[str, str]
NOBODY: Names = {}
HOUR = "14:07"
STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}
MARKS = {"*": "b", "_": "i", "~": "s"}
MARK = re.compile(
    r"<(?P<angle>[^<>]+)>|`(?P<code>[^`\n]+)`"
    r"|(?<!\w)(?P<mark>[*_~])(?P<inner>\S(?:.*?\S)?)(?P=mark)(?!\w)"
)
MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]


class Undrawn(ValueError):
    """A kind of block, of element or of text that is not drawn here."""


def page(
    messages: Iterable[Json], dark: bool = False, narrow: bool = False, names: Names = NOBODY
) -> str:
    """Messages one under the other, as a channel or a thread shows them."""
    pen = _Pen(names)
    drawn = "".join(pen.message(one) for one in messages)
    return _sheet(f'<main class="messages">{drawn}</main>', dark, narrow)


def modal(view: Json, dark: bool = False, narrow: bool = False, names: Names = NOBODY) -> str:
    """A view that is opened over the rest."""
    pen = _Pen(names)
    top = f'<header><span class="face"></span><h1>{pen.text(view["title"])}</h1><i>✕</i></header>'
    ends = "".join(
        f'<span class="button {style}">{pen.text(view[name])}</span>'
        for name, style in (("close", ""), ("submit", "primary"))
        if name in view
    )
    foot = f"<footer>{ends}</footer>" if ends else ""
    inside = f'{top}<div class="inside">{pen.blocks(view["blocks"])}</div>{foot}'
    return _sheet(f'<div class="veil"><main class="modal">{inside}</main></div>', dark, narrow)


def home(view: Json, dark: bool = False, narrow: bool = False, names: Names = NOBODY) -> str:
    """The app's own page, under its tabs."""
    tabs = "<nav><b>Accueil</b><span>Messages</span><span>À propos</span></nav>"
    top = f'<header><span class="face"></span><h1>{NAME}</h1></header>{tabs}'
    inside = f'{top}<div class="inside">{_Pen(names).blocks(view["blocks"])}</div>'
    return _sheet(f'<main class="home">{inside}</main>', dark, narrow)


def screenshot(html: str, path: Path | str, width: int = 680) -> None:
    """A picture of a page, whole, at twice its size; `width` in CSS pixels."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("no Chromium here (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        size = {"width": width, "height": 120}
        sheet = browser.new_page(viewport=size, device_scale_factor=2)  # type: ignore[arg-type]
        sheet.set_content(html)
        sheet.screenshot(path=path, full_page=True)
        browser.close()


def _sheet(body: str, dark: bool, narrow: bool) -> str:
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    looks = " ".join(name for name, on in (("dark", dark), ("narrow", narrow)) if on)
    head = f'<meta charset="utf-8"><title>{NAME}</title><style>{style}</style>'
    return f'<!doctype html><html lang="fr" class="{looks}"><head>{head}</head>{body}</html>'


@dataclass(frozen=True)
class _Pen:
    """Draws Block Kit as HTML; `names` are people's, by their ids."""

    names: Names = field(default_factory=dict)

    def message(self, message: Json) -> str:
        who = message.get("user")
        name = f"<b>{escape(self.names.get(who, who))}</b>" if who else f"<b>{NAME}</b><em>APP</em>"
        alone = "<small>Visible par vous uniquement</small>" if message.get("ephemeral") else ""
        shown = message.get("blocks")
        told = self.blocks(shown) if shown else _block("section", self.mrkdwn(message["text"]))
        face = f'<span class="face {"person" if who else ""}"></span>'
        by = f'<p class="by">{name}<time>{HOUR}</time></p>'
        return f"<article>{face}<div>{alone}{by}{told}</div></article>"

    def blocks(self, blocks: Iterable[Json]) -> str:
        return "".join(map(self.block, blocks))

    def block(self, block: Json) -> str:
        match block["type"]:
            case "header":
                return _block("header", self.text(block["text"]))
            case "section":
                return _block("section", self.section(block))
            case "context":
                told = "".join(f"<span>{self.text(one)}</span>" for one in block["elements"])
                return _block("context", told)
            case "actions":
                return _block("actions", "".join(map(self.element, block["elements"])))
            case "divider":
                return "<hr>"
            case "rich_text":
                return _block("rich", "".join(map(self.rich, block["elements"])))
            case kind:
                raise Undrawn(f"block: {kind}")

    def section(self, block: Json) -> str:
        text = f"<p>{self.text(block['text'])}</p>" if "text" in block else ""
        fields = "".join(f"<p>{self.text(one)}</p>" for one in block.get("fields", ()))
        told = text + (f'<div class="fields">{fields}</div>' if fields else "")
        beside = self.element(block["accessory"]) if "accessory" in block else ""
        return f"<div>{told}</div>{beside}"

    # What is tapped.

    def element(self, element: Json) -> str:
        match element["type"]:
            case "button":
                style = element.get("style", "")
                return f'<span class="button {style}">{self.text(element["text"])}</span>'
            case "checkboxes":
                return self.boxes(element)
            case "static_select" | "multi_static_select":
                return self.menu(element)
            case "overflow":
                return '<span class="button overflow">⋯</span>'
            case kind:
                raise Undrawn(f"element: {kind}")

    def boxes(self, element: Json) -> str:
        ticked = [one["value"] for one in element.get("initial_options", ())]
        lines = []
        for one in element["options"]:
            told = f"<small>{self.text(one['description'])}</small>" if "description" in one else ""
            mark = '<i class="on">✓</i>' if one["value"] in ticked else "<i></i>"
            lines.append(f"<label>{mark}<span>{self.text(one['text'])}{told}</span></label>")
        return f'<div class="boxes">{"".join(lines)}</div>'

    def menu(self, element: Json) -> str:
        chosen = element.get("initial_options") or [element.get("initial_option")]
        told = ", ".join(self.text(one["text"]) for one in chosen if one)
        placeholder = element.get("placeholder", {"type": "plain_text", "text": "Choisir"})
        told = f"<b>{told}</b>" if told else self.text(placeholder)
        return f'<span class="menu"><span>{told}</span></span>'

    # What is read.

    def text(self, text: Json) -> str:
        match text["type"]:
            case "plain_text":
                return escape(text["text"])
            case "mrkdwn":
                return self.mrkdwn(text["text"])
            case kind:
                raise Undrawn(f"text: {kind}")

    def mrkdwn(self, text: str) -> str:
        drawn, last = "", 0
        for found in MARK.finditer(text):
            drawn += _told(text[last : found.start()]) + self.marked(found)
            last = found.end()
        return drawn + _told(text[last:])

    def marked(self, found: re.Match[str]) -> str:
        if found["code"]:
            return f"<code>{_told(found['code'])}</code>"
        if found["mark"]:
            tag = MARKS[found["mark"]]
            return f"<{tag}>{self.mrkdwn(found['inner'])}</{tag}>"
        where, _, label = found["angle"].partition("|")
        if where[0] == "@":
            return self.mention(where[1:])
        if where[0] in "#!":
            raise Undrawn(f"text: {found[0]}")
        return _link(unescape(where), unescape(label))

    def mention(self, who: str) -> str:
        return f'<span class="mention">@{escape(self.names.get(who, who))}</span>'

    def rich(self, element: Json) -> str:
        inside = element["elements"]
        match element["type"]:
            case "rich_text_section":
                return f"<p>{self.pieces(inside)}</p>"
            case "rich_text_quote":
                return f"<blockquote>{self.pieces(inside)}</blockquote>"
            case "rich_text_preformatted":
                return f"<pre>{self.pieces(inside)}</pre>"
            case "rich_text_list":
                tag = "ol" if element["style"] == "ordered" else "ul"
                lines = "".join(f"<li>{self.pieces(one['elements'])}</li>" for one in inside)
                deep = element.get("indent", 0)
                return f'<{tag} style="margin-left: {28 * deep}px">{lines}</{tag}>'
            case kind:
                raise Undrawn(f"rich text: {kind}")

    def pieces(self, pieces: Iterable[Json]) -> str:
        return "".join(map(self.piece, pieces))

    def piece(self, piece: Json) -> str:
        match piece["type"]:
            case "text":
                drawn = escape(piece["text"])
            case "link":
                drawn = _link(piece["url"], piece.get("text", ""))
            case "user":
                drawn = self.mention(piece["user_id"])
            case "date":
                drawn = escape(_moment(piece["timestamp"], piece["format"]))
            case kind:
                raise Undrawn(f"piece: {kind}")
        for style in (name for name, on in piece.get("style", {}).items() if on):
            if style not in STYLES:
                raise Undrawn(f"style: {style}")
            drawn = f"<{STYLES[style]}>{drawn}</{STYLES[style]}>"
        return drawn


def _block(kind: str, inside: str) -> str:
    return f'<section class="{kind}">{inside}</section>'


def _told(text: str) -> str:
    """Text of Slack's markup, where `& < >` come escaped."""
    return escape(unescape(text))


def _link(url: str, label: str) -> str:
    return f'<a href="{escape(url)}">{escape(label or url)}</a>'


def _moment(at: int, form: str) -> str:
    """A date as Slack writes it in French, in UTC."""
    moment = datetime.fromtimestamp(at, UTC)
    short = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    number, time = f"{moment:%d/%m/%Y}", f"{moment:%H:%M}"
    tokens = {"date_num": number, "time": time, "time_secs": f"{moment:%H:%M:%S}"}
    try:
        return form.format(date_short=short, date_short_pretty=short, date=short, **tokens)
    except KeyError as unknown:
        raise Undrawn(f"date: {unknown}") from None
