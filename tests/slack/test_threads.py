"""A case in its thread: several people, things done twice, restarts, and a Slack that fails."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.conversation.memory import PAUSE
from tests.decision.oracle import oracle
from tests.slack.hands import (
    ACCOUNT,
    APPELS,
    CANCELLING,
    FIXED,
    NONE,
    SUPPORT,
    TERM,
    TRANSFER,
    USUAL,
    Bot,
    answers,
    button,
    cards,
    ill_drawn,
    installed,
    notices,
    opened,
    press,
    story,
    until,
    verdict,
    write,
)
from tests.slack.payload import shown
from tests.slack.relay import Delivery, Relay
from tests.slack.wire import Json
from tests.slack.workspace import Workspace, eventually

REFUND = "Le client mentionne-t-il un remboursement ou une remise\u00a0?"
SETTLED = f"{TRANSFER} · ✔ Écrit dans la procédure · cas de @Marie"
UNSAVED = "Non enregistré\u00a0: répondez en touchant un bouton."
LATE = "Cette carte n’était plus à jour\u00a0: voici où en est le cas."
DOWNGRADE = USUAL | {"demande": "downgrade"}
SCREEN = (
    "Pas en statut pré-actif · Aucun blocage · Pas de feu rouge · Pas d’autre problème de "
    "facturation · Retention disponible · Pas de situation particulière"
)
REFERENCE = re.compile(r"référence ([0-9A-F]{6})")

FAILURE = re.compile(r"^([0-9A-F]{6}): (.*)$", re.MULTILINE)
PROVOKED = "slack Command: Slack refuse chat.postMessage : msg_blocks_too_long (Refused)"

Installed = tuple[Workspace, Bot]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A workspace and its bot, whose log holds nothing typed and no failure but those provoked."""
    with installed(tmp_path_factory.mktemp("slack")) as (slack, bot):
        yield slack, bot
    said = "".join(bot.said)
    assert {why for _, why in FAILURE.findall(said)} <= {PROVOKED}
    assert "Traceback" not in said
    assert [words for words in map(_typed, slack.deliveries) if words and words in said] == []


@pytest.fixture
def slack(both: Installed) -> Iterator[Workspace]:
    """What Slack is given to show is well formed."""
    slack, _ = both
    before = len(slack.relay.calls)
    yield slack
    assert ill_drawn(slack.relay.calls[before:]) == []


@pytest.fixture
def bot(both: Installed) -> Bot:
    """The bot of that workspace."""
    return both[1]


def _typed(delivery: Delivery) -> str:
    """What a person typed, long enough not to be there by chance."""
    text = delivery.payload.get("event", delivery.payload).get("text", "")
    return text if len(text) > 6 else ""


# Several people.


def test_a_supervisor_answers_by_a_tap_and_both_names_show(slack: Workspace) -> None:
    """Each before what they said."""
    _, card = opened(slack, "Marie", "résilier")
    card = press(slack, "Jean", card, NONE, then=CANCELLING)
    assert answers(card) == ["@Marie", "Résilier", "@Jean", SCREEN]


def test_talk_in_the_thread_is_left_alone_until_one_names_the_bot(slack: Workspace) -> None:
    """Once he has answered the case, Jean is read without naming it; a question never is."""
    root, card = opened(slack, "Marie", "résilier")
    for words in ("il est mensuel je crois", "36 mois non\u00a0?"):
        slack.say("Jean", APPELS, words, thread=root["ts"])
    card = write(slack, "Jean", card, "@Aiguillage pas de blocage", then=ACCOUNT)
    assert answers(card) == ["@Marie", "Résilier", "@Jean", "Aucun blocage"]
    slack.say("Jean", APPELS, "feu rouge\u00a0?", thread=root["ts"])
    card = write(slack, "Jean", card, "pas de feu rouge", then=ACCOUNT)
    card = press(slack, "Marie", card, NONE, then=CANCELLING)
    who, said, jean, by_jean = answers(card)
    assert (who, jean, by_jean) == ("@Marie", "@Jean", "Aucun blocage · Pas de feu rouge")
    assert said.startswith("Résilier · Pas en statut pré-actif · Pas d’autre problème")
    assert story(slack, root) == [
        "Aiguillage: Cas ouvert par @Marie",
        f"  Aiguillage: {CANCELLING}",
        "  Jean: il est mensuel je crois",
        "  Jean: 36 mois non\u00a0?",
        "  Jean: @Aiguillage pas de blocage",
        "  Jean: feu rouge\u00a0?",
        "  Jean: pas de feu rouge",
    ]


def test_a_hypothesis_is_not_told_to_the_channel(slack: Workspace) -> None:
    """« et si » and a number try a fact on the card; the line above keeps the real verdict."""
    root, card = opened(slack, "Marie", "insatisfaction")
    card = press(slack, "Marie", card, NONE, then=TRANSFER)
    until(slack, root, SETTLED)
    card = write(slack, "Marie", card, "et si", then="Et si…\u00a0?")
    blocked = button(card, "Inkasso / Mindersaldo").partition("\u00a0")[0]
    card = write(slack, "Marie", card, blocked, then=SUPPORT)
    assert notices(card)[0].startswith("Hypothèse\u00a0: Inkasso / Mindersaldo.")
    card = write(slack, "Marie", card, "retour", then=TRANSFER)
    drawn = [one["text"] for one in slack.calls("chat.update") if one["ts"] == root["ts"]]
    assert len(drawn) == 1, drawn


# Things done twice, or late.


def test_a_double_tap_answers_once(slack: Workspace) -> None:
    """The second tap, on the card as it was, shows the case as it is, without a word."""
    root, first = opened(slack, "Marie", "résilier")
    slack.tap("Marie", first, NONE)
    slack.tap("Marie", first, NONE)
    card = until(slack, first, CANCELLING)
    card = press(slack, "Marie", card, NONE, then=TERM)
    assert notices(card) == []
    assert len(cards(slack, root)) == 1


def test_of_two_people_who_tap_at_once_one_answers(slack: Workspace) -> None:
    """The other is shown where the case is, and the case goes on from there."""
    root, first = opened(slack, "Marie")
    wanted = {"Marie": "Résilier", "Jean": "Downgrade"}
    with ThreadPoolExecutor() as hands:
        taps = [
            hands.submit(slack.tap, who, first, button(first, words))
            for who, words in wanted.items()
        ]
    assert [tap.result().status for tap in taps] == [200, 200]
    card = until(slack, first, ACCOUNT)
    who, said = answers(card)
    assert wanted[who.removeprefix("@")] == said
    ends = {"Résilier": CANCELLING, "Downgrade": TRANSFER}
    card = press(slack, "Sofia", card, NONE, then=ends[said])
    assert answers(card)[:2] == [who, said]
    assert len(cards(slack, root)) == 1


def test_a_tap_on_an_old_message_moves_nothing(slack: Workspace) -> None:
    """A mention brings the case down; above, its card is out of date, says so, and serves again."""
    root, old = opened(slack, "Marie", "résilier")
    slack.say("Marie", APPELS, "@Aiguillage", thread=root["ts"])
    new = eventually(lambda: [one for one in cards(slack, root) if one["ts"] > old["ts"]])[0]
    press(slack, "Marie", new, NONE, then=CANCELLING)
    old = press(slack, "Jean", old, "Retour", then=CANCELLING)
    assert notices(old) == [LATE]
    assert answers(old) == ["@Marie", f"Résilier · {SCREEN}"]
    card = write(slack, "Marie", old, "rien", then=TERM)
    card = press(slack, "Marie", card, FIXED, then=TRANSFER)
    assert verdict(card) == oracle(USUAL | {"demande": "resiliation", "contrat": "determinee"})


def test_an_event_told_again_is_answered_once(slack: Workspace) -> None:
    """« retour » three times over goes back once; a mention opens one case."""
    root, card = opened(slack, "Marie", "résilier")
    card = press(slack, "Marie", card, NONE, then=CANCELLING)
    card = press(slack, "Marie", card, NONE, then=TERM)
    card = write(slack, "Marie", card, "retour", then=CANCELLING)
    _again(slack, "retour")
    asked = slack.say("Marie", APPELS, "@Aiguillage plainte formelle")
    eventually(lambda: cards(slack, asked))
    _again(slack, "plainte formelle")
    press(slack, "Marie", card, NONE, then=TERM)
    assert len(cards(slack, root)) == len(cards(slack, asked)) == 1


def _again(slack: Workspace, words: str) -> None:
    """Tell the bot twice more of the events of words that were said once."""
    events = [
        one for one in slack.deliveries if words in one.payload.get("event", {}).get("text", "")
    ]
    for number in (1, 2):
        for one in events:
            assert slack.repeat(one, number).status == 200


# Ways in that lead elsewhere.


def test_where_the_bot_is_not_invited_the_case_is_seen_by_one_person(slack: Workspace) -> None:
    """It says how to invite it, and taps lead to the verdict."""
    channel = "#sans-bot"
    slack.command("Marie", channel, "/retention", "downgrade")
    card = eventually(lambda: slack.messages(channel, "Marie"))[0]
    assert notices(card)[0] == (
        "Je ne suis pas dans ce canal\u00a0: ce cas n’est visible que de vous. "
        "Pour m’y inviter\u00a0: «\u00a0/invite @Aiguillage\u00a0»"
    )
    card = press(slack, "Marie", card, NONE, then=TRANSFER)
    assert verdict(card) == oracle(DOWNGRADE)
    assert slack.messages(channel, "Jean") == []


def test_help_is_told_to_whoever_asks(slack: Workspace) -> None:
    """By command or by mention, with the command’s own name."""
    first = slack.say("Sofia", APPELS, "Bonjour")
    slack.command("Marie", APPELS, "/retention", "aide")
    eventually(lambda: "Aiguillage to Marie alone: Comment ça marche" in story(slack, first))
    asked = slack.say("Jean", APPELS, "@Aiguillage aide")
    eventually(lambda: slack.calls("chat.postEphemeral"))
    (whispered,) = slack.calls("chat.postEphemeral")
    assert (whispered["user"], whispered["thread_ts"]) == (asked["user"], asked["ts"])
    assert "«\u00a0/retention privé\u00a0» ne le montre qu’à vous." in shown(whispered)


def test_a_button_of_nobodys_decides_nothing(slack: Workspace) -> None:
    """It says so, and the case is where it was."""
    _, card = opened(slack, "Marie", "résilier")
    forged = _with_value(card, NONE, "retention.x")
    card = press(slack, "Jean", forged, NONE, then="Ce bouton n’est plus valable")
    card = write(slack, "Marie", card, "rien", then=CANCELLING)
    assert answers(card)[:2] == ["@Marie", f"Résilier · {SCREEN}"]


def _with_value(message: Json, label: str, value: str) -> Json:
    """A message, one button of which has another value."""

    def changed(one: Any) -> Any:
        if isinstance(one, list):
            return [changed(two) for two in one]
        if not isinstance(one, dict):
            return one
        ours = one.get("type") == "button" and one["text"]["text"] == label
        return {key: changed(two) for key, two in one.items()} | ({"value": value} if ours else {})

    return dict(changed(message))


# What fails.


def test_a_case_goes_on_after_a_restart(slack: Workspace, bot: Bot) -> None:
    """Between two taps, and between a card and a typed answer."""
    root, card = opened(slack, "Marie", "résilier")
    bot.restart()
    card = press(slack, "Jean", card, NONE, then=CANCELLING)
    card = press(slack, "Marie", card, NONE, then=TERM)
    bot.restart()
    card = write(slack, "Marie", card, "24 mois", then=TRANSFER)
    until(slack, root, SETTLED)
    assert answers(card)[2:] == ["@Jean", SCREEN]
    assert story(slack, root)[:2] == [f"Aiguillage: {SETTLED}", f"  Aiguillage: {TRANSFER}"]


def test_with_a_full_disk_taps_still_lead_to_the_verdict(slack: Workspace, bot: Bot) -> None:
    """The cards say that nothing is recorded; once there is room again, the case is."""
    root, card = opened(slack, "Marie", "résilier")
    with bot.on_a_full_disk():
        card = press(slack, "Marie", card, NONE, then=CANCELLING)
        assert notices(card) == [UNSAVED]
        card = press(slack, "Jean", card, NONE, then=TERM)
        card = press(slack, "Marie", card, FIXED, then=TRANSFER)
        until(slack, root, SETTLED)
        assert notices(card) == [UNSAVED]
        assert verdict(card) == oracle(USUAL | {"demande": "resiliation", "contrat": "determinee"})
        _, other = opened(slack, "Jean", "downgrade")
        assert notices(other)[0] == UNSAVED
        press(slack, "Jean", other, NONE, then=TRANSFER)
    time.sleep(PAUSE)  # Until then, the bot does not even try to write.
    card = write(slack, "Marie", card, "Inkasso", then=SUPPORT)
    assert notices(card) == ["Compris\u00a0: Inkasso / Mindersaldo."]
    assert "@Jean" in answers(card)


FAILURES: dict[str, Callable[[Relay], None]] = {
    "too often": lambda relay: relay.fail("chat.postMessage", 429),
    "a failure": lambda relay: relay.fail("chat.postMessage", 500, "fatal_error"),
    "done, and the line is cut": lambda relay: relay.lose("chat.postMessage"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_where_posting_fails_there_is_one_message_all_the_same(name: str, slack: Workspace) -> None:
    """In a thread, and above one."""
    asked = slack.say("Jean", APPELS, "Qui a une idée\u00a0?")
    FAILURES[name](slack.relay)
    slack.say("Marie", APPELS, "@Aiguillage downgrade", thread=asked["ts"])
    eventually(lambda: cards(slack, asked))
    FAILURES[name](slack.relay)
    _, card = opened(slack, "Marie")
    press(slack, "Marie", card, "Downgrade", then=ACCOUNT)
    assert story(slack, asked) == [
        "Jean: Qui a une idée\u00a0?",
        "  Marie: @Aiguillage downgrade",
        f"  Aiguillage: {ACCOUNT}",
        "Aiguillage: Cas ouvert par @Marie",
        f"  Aiguillage: {ACCOUNT}",
    ]


def test_words_that_come_before_the_card_are_shown_on_it(slack: Workspace) -> None:
    """Slack makes the card wait, and Marie does not: there is one card, with all that she said."""
    asked = slack.say("Jean", APPELS, "Qui sait\u00a0?")
    slack.relay.fail("chat.postMessage", 429)
    slack.say("Marie", APPELS, "@Aiguillage résilier", thread=asked["ts"])
    eventually(lambda: slack.relay.calls[-1].answer.get("error") == "ratelimited")
    slack.say("Marie", APPELS, "24 mois", thread=asked["ts"])
    eventually(lambda: [one for one in cards(slack, asked) if FIXED in shown(one)])
    card = cards(slack, asked)[0]
    card = press(slack, "Marie", card, NONE, then=REFUND)
    assert story(slack, asked) == [
        "Jean: Qui sait\u00a0?",
        "  Marie: @Aiguillage résilier",
        "  Marie: 24 mois",
        f"  Aiguillage: {REFUND}",
    ]


def test_while_slack_says_nothing_others_are_served(slack: Workspace) -> None:
    """Ten seconds later the card that Slack had posted is found, and can be answered by words."""
    asked = slack.say("Jean", APPELS, "Et celui-là\u00a0?")
    looked = len(slack.calls("conversations.replies"))
    slack.relay.lose("chat.postMessage", hang=True)
    slack.say("Marie", APPELS, "@Aiguillage downgrade", thread=asked["ts"])
    card = eventually(lambda: cards(slack, asked))[0]
    _, other = opened(slack, "Jean", "downgrade")
    press(slack, "Jean", other, NONE, then=TRANSFER)
    eventually(lambda: len(slack.calls("conversations.replies")) > looked, within=15)
    card = write(slack, "Marie", card, "rien", then=TRANSFER)
    assert len(cards(slack, asked)) == 1


def test_a_failure_is_told_with_a_reference_that_the_log_has(slack: Workspace, bot: Bot) -> None:
    """In French, to whoever asked; the log has where it arose, and nothing typed."""
    first = slack.say("Sofia", APPELS, "Bonjour")
    slack.relay.fail("chat.postMessage", 200, "msg_blocks_too_long")
    slack.command("Marie", APPELS, "/retention", "zyzzogeton veut résilier")
    failed = "Aiguillage to Marie alone: Le bot a échoué"
    eventually(lambda: failed in story(slack, first, seen_by="Marie"))
    assert failed not in story(slack, first, seen_by="Jean")
    message = slack.messages(APPELS, "Marie")[-1]
    (reference,) = REFERENCE.findall(shown(message))
    assert f"Rien n’a été décidé. Réessayez (référence {reference})." in shown(message)
    assert eventually(lambda: FAILURE.findall("".join(bot.said))) == [(reference, PROVOKED)]
    assert "zyzzogeton" not in "".join(bot.said)
