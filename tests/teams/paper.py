"""A card as Teams draws it: Microsoft's renderer, with the sizes and colours of Teams' themes.

Get it with `npm install --ignore-scripts adaptivecards@3.0.5`, and name its file in ADAPTIVE_CARDS.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
SPACES = {
    "small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16,
}  # fmt: skip
SIZES = {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24}
WEIGHTS = {"lighter": 200, "default": 400, "bolder": 600}
LIGHT = {
    "page": "#f5f5f5", "ground": "#ffffff", "text": "#242424", "subtle": "#616161",
    "emphasis": "#f5f5f5", "accent": "#e0f0ff", "good": "#e7f2da", "warning": "#fff4ce",
    "link": "#4f52b2", "primary": "#5b5fc7", "edge": "#d1d1d1",
}  # fmt: skip
DARK = {
    "page": "#1f1f1f", "ground": "#292929", "text": "#ffffff", "subtle": "#adadad",
    "emphasis": "#3d3d3d", "accent": "#1b3a57", "good": "#1c3a12", "warning": "#4a3a00",
    "link": "#a6a7f2", "primary": "#5b5fc7", "edge": "#666666",
}  # fmt: skip


def page(card: Json, *, dark: bool = False, width: int = 460) -> str:
    """A page that shows a card, so wide, where the renderer has been loaded."""
    theme = DARK if dark else LIGHT
    return f"""<!doctype html><html lang="fr"><meta charset="utf-8"><title>Teams</title>
<style>{_style(theme, width)}</style><main><h1>Aiguillage</h1><div id="card"></div></main>
<script>{{
const shown = new AdaptiveCards.AdaptiveCard();
shown.hostConfig = new AdaptiveCards.HostConfig({json.dumps(_host(theme))});
shown.parse({json.dumps(card)});
document.getElementById("card").appendChild(shown.render());
}}</script></html>"""


def renderer() -> Path:
    """Microsoft's renderer; skips the test where it is nowhere."""
    named = os.environ.get("ADAPTIVE_CARDS")
    if not named or not Path(named).exists():
        pytest.skip("no renderer of Adaptive Cards here (set ADAPTIVE_CARDS to its file)")
    return Path(named)


def _host(theme: dict[str, str]) -> Json:
    """What a host tells the renderer."""
    words = {"default": theme["text"], "subtle": theme["subtle"]}
    colours = {"default": words, "accent": {"default": theme["link"], "subtle": theme["link"]}}
    plain = {"foregroundColors": colours}
    grounds = {"default": "ground", "emphasis": "emphasis", "accent": "accent", "good": "good",
               "warning": "warning", "attention": "warning"}  # fmt: skip
    return {
        "spacing": SPACES,
        "supportsInteractivity": True,
        "fontTypes": {
            "default": {"fontFamily": "sans-serif", "fontSizes": SIZES, "fontWeights": WEIGHTS},
            "monospace": {"fontFamily": "monospace", "fontSizes": SIZES, "fontWeights": WEIGHTS},
        },
        "containerStyles": {
            style: {"backgroundColor": theme[name], **plain} for style, name in grounds.items()
        },
        "actions": {
            "maxActions": 6, "buttonSpacing": 8, "actionsOrientation": "horizontal",
            "actionAlignment": "left",
        },
    }  # fmt: skip


def _style(theme: dict[str, str], width: int) -> str:
    return f"""
* {{ box-sizing: border-box }}
body {{ margin: 0; background: {theme["page"]}; color: {theme["text"]} }}
body {{ font: 14px/20px sans-serif }}
main {{ width: {width}px; padding: 8px }}
h1 {{ font-size: 12px; margin: 0 0 4px }}
#card {{ border: 1px solid {theme["edge"]}; border-radius: 6px; overflow: hidden }}
.ac-pushButton {{ background: transparent; color: {theme["text"]}; font: 600 14px sans-serif;
  border: 1px solid {theme["edge"]}; border-radius: 4px; padding: 6px 12px; margin-bottom: 6px }}
.ac-actionSet {{ flex-wrap: wrap }}
.style-positive {{ background: {theme["primary"]}; color: #fff; border-color: {theme["primary"]} }}
.ac-anchor, a {{ color: {theme["link"]} }}
.ac-choiceSetInput-expanded label {{ padding-left: 6px }}
"""
