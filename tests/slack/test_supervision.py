"""Supervisors in Slack: who is one, what they are shown, and what is reported to them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.procedures import RETENTION, planted
from tests.slack.lint import faults, texts, view_faults
from tests.slack.payload import elements, label
from tests.slack.signed import JSON, command, post, said, served, tap
from tests.slack.stub import HOOK, Failure, Stub, stub

EDIT = ("Créez une Task pour l’équipe EST.", "Créez une Task pour l’EST.")
Json = dict[str, Any]
Played = Callable[[Stub, httpx.AsyncClient], Awaitable[None]]
CHIEF, AGENT, GROUP = "UCHEF", "U1", "SCHEFS"
VIEW = {"id": "V1", "type": "modal", "hash": "h1"}


def play(folder: Path, played: Played, **settings: Any) -> None:
    """Run something against the application, of which one person is a supervisor."""
    named = {"supervisors": frozenset({CHIEF}), "reports": "CQUALITE", **settings}

    async def run() -> None:
        async with stub() as slack, served(slack, folder, **named) as client:
            await played(slack, client)

    asyncio.run(run())


def told(where: Json) -> str:
    """All that is read there."""
    return "\n".join(texts(where["blocks"]))


def selects(view: Json) -> dict[str, Json]:
    """The values to choose, by what is chosen of."""
    return {
        block["text"]["text"]: block["accessory"]
        for block in view["blocks"]
        if block.get("accessory", {}).get("type") == "static_select"
    }


def button(where: Json, words: str) -> Json:
    """The button with these words."""
    return next(one for _, one in elements(where["blocks"]) if label(one) == words)


def chosen(view: Json, **values: str) -> Json:
    """The state of a view whose selects show what they show, but for some."""
    state: Json = {}
    for block, element in elements(view["blocks"]):
        if element["type"] == "static_select":
            value = element["initial_option"]["value"]
            fact = value.partition(".")[0]
            value = (
                f"{fact}.{values[fact.replace('-', '_')]}"
                if fact.replace("-", "_") in values
                else value
            )
            state.setdefault(block, {})[element["action_id"]] = {
                "type": "static_select",
                "selected_option": {"value": value},
            }
    return {"values": state}


async def choose(slack: Stub, client: httpx.AsyncClient, view: Json, user: str = CHIEF,
                 **values: str) -> Json:  # fmt: skip
    """The view after a value was chosen."""
    before = len(slack.of("views.update"))
    acted = next(one for one in selects(view).values())
    action = {"type": "static_select", "action_id": acted["action_id"]}
    state = {**VIEW, "state": chosen(view, **values)}
    await post(client, tap(slack.hook, "", user=user, view=state, actions=[action]))
    shown = (await slack.until("views.update", before + 1))[-1]["view"]
    assert view_faults(shown) == []
    return dict(shown)


def test_the_explorer_opens_in_a_modal_and_answers_each_choice(tmp_path: Path) -> None:
    """A form of all facts; a fact chosen shows at once what follows."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "explorer", user=CHIEF))
        view = (await slack.until("views.open"))[0]["view"]
        assert view_faults(view) == []
        assert "Encore possibles" in told(view)
        assert len(selects(view)) == 14
        view = await choose(slack, client, view, demande="plainte-formelle")
        assert "Remonter par une Task à l’équipe EST" in told(view)
        assert selects(view)["Demande"]["initial_option"]["value"] == "demande.plainte-formelle"
        view = await choose(slack, client, view, demande="resiliation", blocage="recouvrement")
        assert "Tient déjà" in told(view)
        assert "Contrat" in selects(view)
        assert slack.posted == []

    play(tmp_path, played)


def test_the_explorer_is_filled_in_by_words_and_by_its_own_link(tmp_path: Path) -> None:
    """A line of French, or facts as the card gives them to be typed again."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "explorer client mensuel, feu rouge", user=CHIEF))
        first = (await slack.until("views.open"))[0]["view"]
        assert selects(first)["Feu rouge"]["initial_option"]["value"] == "feu-rouge.oui"
        line = "explorer demande=resiliation blocage=recouvrement pre-actif=non"
        await post(client, command(slack.hook, line, user=CHIEF))
        second = (await slack.until("views.open", 2))[1]["view"]
        assert selects(second)["Blocage"]["initial_option"]["value"] == "blocage.recouvrement"
        assert f"/retention {line}".replace(" demande", "") or line in told(second)

    play(tmp_path, played)


@pytest.mark.parametrize("text", ["explorer", "zones-grises", "file saturee 30 min"])
def test_whoever_is_no_supervisor_is_refused_politely(tmp_path: Path, text: str) -> None:
    """For them alone; nothing is opened, and nothing said for all."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, text, user=AGENT))
        (answer,) = await slack.until(HOOK)
        assert answer["response_type"] == "ephemeral"
        assert "réservé aux superviseurs" in told(answer)
        assert slack.of("views.open") == []
        assert slack.posted == []

    play(tmp_path, played)


def test_a_tap_on_a_supervisor_s_form_is_checked_too(tmp_path: Path) -> None:
    """A button is no right."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, tap(slack.hook, "retention+explorer*demande.autre", user=AGENT))
        view = (await slack.until("views.open"))[0]["view"]
        assert "réservé aux superviseurs" in told(view)
        assert selects(view) == {}

    play(tmp_path, played)


def test_an_agent_s_words_about_the_queue_open_a_case(tmp_path: Path) -> None:
    """« file saturée » tells of a call: without a duration, it is no announcement of theirs."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "file saturée", user=AGENT))
        card = (await slack.until("chat.postMessage", 2))[1]
        assert "Retention indisponible ou file saturée" in told(card)
        assert slack.of(HOOK) == []

    play(tmp_path, played)


def test_the_state_of_the_queue_is_said_once_and_asked_no_more(tmp_path: Path) -> None:
    """Every agent's card shows it, with its age and who may change it, and skips the question."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "file saturee 30 min", user=CHIEF))
        (answer,) = await slack.until(HOOK)
        assert "annoncé pour tous, encore 30\u00a0min" in told(answer)
        line = "résilie, 24 mois, pas pré-actif, aucun blocage, pas de feu rouge, "
        line += "pas de souci de facturation, pas de situation particulière, pas de remboursement"
        await post(client, command(slack.hook, line, user=AGENT))
        card = (await slack.until("chat.postMessage", 2))[1]
        assert "un superviseur peut le changer" in told(card)
        assert "Créer une tâche pour “Retention General”" in told(card)
        await post(client, command(slack.hook, "file inconnue", user=CHIEF))
        await slack.until(HOOK, 2)
        await post(client, command(slack.hook, line, user=AGENT))
        asked = (await slack.until("chat.postMessage", 4))[3]
        assert "L’équipe Retention est-elle disponible" in told(asked)

    play(tmp_path, played)


def test_what_changed_is_told_at_the_next_case_that_one_opens(tmp_path: Path) -> None:
    """In a line of its first card, once; nothing to whoever never opened one."""
    changed = "La procédure a changé depuis votre dernier cas"

    async def opened(slack: Stub, dialogs: Path, *people: str) -> list[str]:
        async with served(slack, tmp_path, dialogs) as client:
            shown = []
            for user in people:
                before = len(slack.of("chat.postMessage"))
                await post(client, command(slack.hook, "plainte à la DGCCRF", user=user))
                posted = await slack.until("chat.postMessage", before + 2)
                shown.append(told(posted[-1]))
            return shown

    async def run() -> None:
        async with stub() as slack:
            first = planted(RETENTION, tmp_path / "first").parent
            (card,) = await opened(slack, first, "U1")
            assert changed not in card
            after = planted(RETENTION, tmp_path / "after", EDIT).parent
            one, again, another = await opened(slack, after, "U1", "U1", "U2")
            assert changed in one
            assert changed not in again + another

    asyncio.run(run())


def test_a_member_of_a_group_is_a_supervisor(tmp_path: Path) -> None:
    """Slack is asked who is in it, once in a while; where it refuses, nobody is."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.groups[GROUP] = ["U7"]
        await post(client, command(slack.hook, "zones-grises", user="U7"))
        view = (await slack.until("views.open"))[0]["view"]
        assert "Zones grises" in view["title"]["text"]
        await post(client, command(slack.hook, "zones-grises", user="U8"))
        (answer,) = await slack.until(HOOK)
        assert "réservé aux superviseurs" in told(answer)
        assert len(slack.of("usergroups.users.list")) == 1

    play(tmp_path, played, supervisors=frozenset({GROUP}))


def test_a_group_that_slack_does_not_tell_has_nobody(tmp_path: Path) -> None:
    """Until it does."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        slack.fail("usergroups.users.list", Failure(200, "missing_scope"))
        await post(client, command(slack.hook, "zones-grises", user="U7"))
        (answer,) = await slack.until(HOOK)
        assert "réservé aux superviseurs" in told(answer)

    play(tmp_path, played, supervisors=frozenset({GROUP}))


def test_a_verdict_is_reported_once_to_its_channel(tmp_path: Path) -> None:
    """With the facts and what was typed for it; who reports is not told."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "plainte à la DGCCRF", user=AGENT))
        card = (await slack.until("chat.postMessage", 2))[1]
        report = next(
            one for _, one in elements(card["blocks"]) if one["text"]["text"] == "Signaler"
        )
        await post(client, tap(slack.hook, report["value"], user=AGENT))
        view = (await slack.until("views.open"))[0]["view"]
        assert view_faults(view) == []
        send = button(view, "Envoyer")
        written = {"words": {"words": {"type": "plain_text_input", "value": "L’EST a changé."}}}
        sent = tap(
            slack.hook, send["value"], user=AGENT, view={**VIEW, "state": {"values": written}}
        )
        await post(client, sent)
        await post(client, sent)
        thanks = (await slack.until("views.update"))[0]["view"]
        assert "Merci" in told(thanks)
        await slack.until("views.update", 2)
        reports = [one for one in slack.posted if one["channel"] == "CQUALITE"]
        assert len(reports) == 1
        assert faults(reports[0]["blocks"]) == []
        assert "L’EST a changé." in told(reports[0])
        assert "Plainte formelle" in told(reports[0])
        assert AGENT not in str(reports[0])

    play(tmp_path, played)


def test_a_report_that_slack_refuses_can_be_sent_again(tmp_path: Path) -> None:
    """It says so, and the same button tries again."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "prive plainte à la DGCCRF", user=AGENT))
        (card,) = await slack.until(HOOK)
        report = next(
            one for _, one in elements(card["blocks"]) if one["text"]["text"] == "Signaler"
        )
        send = report["value"].replace("*report", "*reported")
        slack.fail("chat.postMessage", Failure(200, "channel_not_found"))
        await post(client, tap(slack.hook, send, user=AGENT, view=VIEW))
        failed = (await slack.until("views.update"))[0]["view"]
        assert "Réessayez" in told(failed)
        await post(client, tap(slack.hook, send, user=AGENT, view=VIEW))
        done = (await slack.until("views.update", 2))[1]["view"]
        assert "Merci" in told(done)

    play(tmp_path, played)


def test_without_a_channel_nothing_offers_to_report(tmp_path: Path) -> None:
    """No button leads nowhere."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "plainte à la DGCCRF", user=AGENT))
        card = (await slack.until("chat.postMessage", 2))[1]
        assert "Signaler" not in [label(one) for _, one in elements(card["blocks"])]

    play(tmp_path, played, reports="")


def test_words_to_the_bot_ask_for_the_same(tmp_path: Path) -> None:
    """In one's own chat; in the thread of a case, « file saturée » answers the case."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, said("zones-grises", user=CHIEF, channel_type="im", channel="D1"), JSON)
        (card,) = await slack.until("chat.postMessage")
        assert "Zones grises" in card["text"]
        await post(client, said("file saturée", user=CHIEF, channel_type="im", channel="D1"), JSON)
        case = (await slack.until("chat.postMessage", 2))[1]
        assert "Retention indisponible" in told(case)
        assert "annoncé pour tous" not in told(case)

    play(tmp_path, played)


def test_the_map_comes_as_a_picture_in_its_modal(tmp_path: Path) -> None:
    """The modal opens at once, with the words; its picture follows, and a case's way is told."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "plan demande=plainte-formelle", user=CHIEF))
        opened = (await slack.until("views.open"))[0]["view"]
        assert "Que demande le client\u00a0? Plainte formelle → Remonter" in told(opened)
        drawn = (await slack.until("views.update"))[0]
        assert (drawn["view_id"], drawn["hash"]) == ("V1", "h1")
        assert view_faults(drawn["view"]) == []
        image = next(one for one in drawn["view"]["blocks"] if one["type"] == "image")
        assert image["alt_text"].startswith("Les questions de la procédure")
        assert slack.files[0].startswith(b"\x89PNG")
        assert slack.of("files.getUploadURLExternal")[0]["filename"] == "plan.png"

    play(tmp_path, played)


def test_a_tap_prevails_over_a_picture_that_comes_meanwhile(tmp_path: Path) -> None:
    """The modal may have changed since it was tapped: a picture waits for that, a tap does not."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "plan", user=CHIEF))
        view = (await slack.until("views.open"))[0]["view"]
        assert (await slack.until("views.update"))[0]["hash"] == "h1"
        explorer = button(view, "Explorer les cas")
        await post(client, tap(slack.hook, explorer["value"], user=CHIEF, view=VIEW))
        redrawn = (await slack.until("views.update", 2))[1]
        assert redrawn["view_id"] == "V1"
        assert "hash" not in redrawn

    play(tmp_path, played)


def test_a_picture_that_fails_prevails_over_no_tap(tmp_path: Path) -> None:
    """Its card is late all the same: what was tapped meanwhile stays."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "explorer", user=CHIEF))
        view = (await slack.until("views.open"))[0]["view"]
        on_the_map = button(view, "Sur le plan")
        slack.fail("files.getUploadURLExternal", Failure(200, "file_uploads_disabled"))
        await post(client, tap(slack.hook, on_the_map["value"], user=CHIEF, view=VIEW))
        assert (await slack.until("views.update"))[0]["hash"] == "h1"

    play(tmp_path, played)


def test_the_whole_map_is_told_in_words_too(tmp_path: Path) -> None:
    """Over its modal; so is the link of a case, over the explorer's."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        for words, folded, said_there in (
            ("plan", "Le plan en mots", "Autre demande → question 7"),
            ("explorer demande=autre", "Retrouver ce cas", "/retention explorer demande=autre"),
        ):
            before = len(slack.of("views.push"))
            await post(client, command(slack.hook, words, user=CHIEF))
            view = (await slack.until("views.open", before + 1))[before]["view"]
            shown = button(view, folded)
            action = {"type": "button", "action_id": shown["action_id"], "value": shown["value"]}
            await post(client, tap(slack.hook, "", user=CHIEF, view=VIEW, actions=[action]))
            part = (await slack.until("views.push", before + 1))[before]["view"]
            assert view_faults(part) == []
            assert said_there in told(part)

    play(tmp_path, played)


def test_the_map_is_reached_from_the_explorer(tmp_path: Path) -> None:
    """In the same modal, with the way of the case that was explored."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "explorer demande=plainte-formelle", user=CHIEF))
        view = (await slack.until("views.open"))[0]["view"]
        value = button(view, "Sur le plan")["value"]
        await post(client, tap(slack.hook, value, user=CHIEF, view=VIEW))
        shown = (await slack.until("views.update"))[0]["view"]
        assert "Plainte formelle → Remonter" in told(shown)
        assert any(one["type"] == "image" for one in shown["blocks"])

    play(tmp_path, played)


def test_weekly_figures_are_asked_for_by_a_word(tmp_path: Path) -> None:
    """Too few people is told; by words in one's own chat as well."""

    async def played(slack: Stub, client: httpx.AsyncClient) -> None:
        await post(client, command(slack.hook, "chiffres", user=CHIEF))
        view = (await slack.until("views.open"))[0]["view"]
        assert "une semaine de moins de 5 personnes n’est pas montrée" in told(view)
        await post(client, said("chiffres", user=CHIEF, channel_type="im", channel="D1"), JSON)
        (card,) = await slack.until("chat.postMessage")
        assert "Rien à montrer pour l’instant" in told(card)
        await post(client, command(slack.hook, "chiffres", user=AGENT))
        (answer,) = await slack.until(HOOK)
        assert "réservé aux superviseurs" in told(answer)

    play(tmp_path, played)
