"""What Teams sends is read into what a person did, as they typed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Malformed
from bot.teams.moves import Kind, Oriented, Said
from bot.teams.read import as_typed, read, read_activity
from tests.teams.activities import CHANNEL, GROUP, PERSONAL, ROOT, oriented, said

SERVICE = "https://smba.example/emea/"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<at>Aiguillage</at>\u00a0retention client\u00a0mensuel ", "retention client mensuel"),
        ("<at id=\"0\">Aiguillage</at> 2", "2"),
        ("2 <at>Aiguillage</at>\n\u200b", "2"),
        ("mensuel\nfeu rouge", "mensuel\nfeu rouge"),
        ("a < b et <rien>", "a < b et <rien>"),
    ],
)  # fmt: skip
def test_words_come_without_mentions_nor_what_teams_leaves_around_them(
    sent: str, typed: str
) -> None:
    """Non-breaking spaces, empty marks and the end of a mention."""
    assert as_typed(sent) == typed


def test_a_message_s_html_is_read_as_its_text() -> None:
    """Signs unescaped, paragraphs apart; who is mentioned and what is quoted are left out."""
    content = (
        "<div>Bonjour <at id='0'>Marie</at>,<br>il veut r&eacute;silier&nbsp;!</div>"
        "<blockquote>client mensuel</blockquote><p>feu rouge</p><style>x</style>"
    )
    did = read(read_activity(oriented(SERVICE, content)))
    assert isinstance(did, Oriented)
    assert did.text.split() == ["Bonjour", ",", "il", "veut", "résilier", "!", "feu", "rouge"]
    assert did.procedure == "retention"


@pytest.mark.parametrize(
    ("where", "kind", "channel", "thread"),
    [
        (CHANNEL, Kind.CHANNEL, "19:appels@thread.tacv2", ROOT),
        (GROUP, Kind.GROUP, GROUP, ""),
        (PERSONAL, Kind.PERSONAL, PERSONAL, ""),
    ],
)
def test_a_conversation_keeps_its_thread(where: str, kind: Kind, channel: str, thread: str) -> None:
    """Its id is sent back as it came."""
    did = read(read_activity(said(SERVICE, "@Aiguillage 2", where)))
    assert isinstance(did, Said)
    assert did.where.conversation == where
    assert (did.where.kind, did.where.channel, did.where.thread) == (kind, channel, thread)
    assert did.where.service == SERVICE.rstrip("/")


def test_an_action_on_a_post_is_answered_in_its_thread() -> None:
    """Where the conversation does not name it, the message does."""
    sent = oriented(SERVICE, "x")
    sent["conversation"]["id"] = "19:appels@thread.tacv2"
    did = read(read_activity(sent))
    assert isinstance(did, Oriented)
    assert did.where.conversation == CHANNEL


_PARTS = st.sampled_from(sorted(said(SERVICE, "x")))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(_PARTS, one, max_size=9),
)


@given(_JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    """In the place of each part of an activity, and of the whole."""
    for part in ("value", "entities", "conversation", "from", "text", "channelData", "id"):
        try:
            read(read_activity({**said(SERVICE, "x"), part: value}))
        except Malformed:
            continue
    if isinstance(value, dict):
        with pytest.raises(Malformed):
            read_activity(value)
