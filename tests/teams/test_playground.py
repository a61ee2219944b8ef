"""The bot in Microsoft's own playground, in a browser: a chat, a group, a channel's thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.teams.playground import Teams, playground

FIRST = "Que demande le client\u00a0?"
ACCOUNT = "Que voyez-vous sur le compte\u00a0?"
NONE = "Rien de tout cela"
TERM = "Durée déterminée (12/24/36 mois)"


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    """Teams, where the bot is installed."""
    with playground(tmp_path_factory.mktemp("teams")) as opened:
        yield opened


def test_a_call_by_taps_in_a_personal_chat(teams: Teams) -> None:
    """One card, which changes in place until the verdict; what is folded opens in it."""
    teams.open("Personal Chat")
    teams.see("Comment ça marche")
    teams.shot("bienvenue")
    teams.say("retention")
    teams.see(FIRST)
    before = teams.cards.count()
    teams.shot("question")
    teams.tap("Résilier")
    teams.see(ACCOUNT)
    teams.shot("compte")
    teams.tap(NONE)
    teams.see("Que savez-vous de cette résiliation")
    teams.tap(NONE)
    teams.see("engagement du contrat")
    teams.tap(TERM)
    teams.see("Transférer à Retention", "Écrit dans la procédure")
    assert teams.cards.count() == before
    quoted = teams.card.get_by_text("§", exact=False).last
    expect(quoted).to_be_hidden()
    teams.tap("Ce que dit la procédure")
    expect(quoted).to_be_visible()
    teams.shot("verdict")
    teams.tap("Pourquoi\u00a0?")
    teams.see("Ce qui décide")
    teams.shot("pourquoi")
    teams.tap("Revenir au cas")
    teams.see("Transférer à Retention")
    teams.tap("Et si…\u00a0?")
    teams.see("Et si…")
    teams.shot("et-si")


def test_a_call_of_training_in_a_personal_chat(teams: Teams) -> None:
    """From the welcome to the feedback, in one card, and what is known as a picture."""
    teams.open("Personal Chat")
    teams.say("entraînement")
    teams.see("à un fait près")
    before = teams.cards.count()
    teams.tap("Commencer")
    teams.see("Que faites-vous", "1 sur 10")
    teams.shot("entrainement")
    teams.card.get_by_text("1\u00a0· ").click()
    teams.see("Êtes-vous sûr")
    teams.card.get_by_text("1\u00a0· Sûr").click()
    teams.see("Ce qui décide", "Revoir l’appel")
    assert teams.cards.count() == before
    teams.shot("retour")
    teams.tap("M’arrêter là")
    teams.see("Bilan de la séance")
    teams.tap("Mes progrès")
    teams.see("Règles maîtrisées")
    expect(teams.card.locator("img[alt*='Quand transférer']")).to_be_visible()
    teams.shot("progres")


def test_a_call_by_words_in_a_personal_chat(teams: Teams) -> None:
    """Each answer comes below what was typed; the card above is one line."""
    teams.open("Personal Chat")
    teams.say("retention client mensuel, pas ouvert à une offre")
    teams.see(FIRST, "Compris", "Mensuel")
    teams.say("1")
    teams.see(ACCOUNT)
    expect(teams.cards.nth(-2)).to_contain_text("La suite est plus bas")
    teams.say("rien")
    teams.see("Que savez-vous de cette résiliation")
    teams.say("rien")
    teams.say("pas mécontent")
    teams.see("Traiter en Support")
    teams.shot("mots")


def test_ticked_lines_go_with_the_tap(teams: Teams) -> None:
    """As Teams sends a list of boxes."""
    teams.open("Personal Chat")
    teams.say("retention veut résilier")
    teams.see(ACCOUNT)
    teams.card.get_by_text("4\u00a0· Feu rouge").click()
    teams.card.get_by_text("2\u00a0· Inkasso").click()
    teams.shot("coche")
    teams.tap("Valider\u00a0: «\u00a0non\u00a0» pour le reste")
    teams.see("Inkasso", "Feu rouge")


def test_a_case_in_a_group_chat(teams: Teams) -> None:
    """By mention, and then by taps, with the name of whoever answers."""
    teams.open("Group Chat")
    teams.say("retention veut résilier", mention=True)
    teams.see(ACCOUNT, "@Aiguillage, puis")
    teams.tap(NONE)
    teams.see("Que savez-vous de cette résiliation", "Alex Wilber")
    teams.say("dans les 30 jours", mention=True)
    teams.see("MBG")
    teams.shot("groupe")


def test_a_case_in_a_channel_stays_in_the_thread_where_it_was_asked(teams: Teams) -> None:
    """By taps and by words; a second post has a case of its own."""
    teams.open("General")
    teams.say("retention un downgrade", mention=True)
    teams.see(ACCOUNT)
    teams.tap(NONE)
    teams.see("Alex Wilber")
    teams.say("corriger", mention=True, reply=True)
    teams.see("Que faut-il corriger")
    teams.shot("canal")
    assert teams.cards.count() == 2
    expect(teams.cards.first).to_contain_text("La suite est plus bas")
