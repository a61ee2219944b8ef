"""What a list of keywords understands: each value by its words, and no negation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.language.words import folded_words
from tests.language.corpus import Utterance

# The first value of a fact whose words are found is taken; the words are those that the page uses
# and those that come to mind first.
_KEYWORDS: dict[str, dict[str, str]] = {
    "demande": {
        "plainte-formelle": "plainte formelle|plainte officielle|porter plainte|mise en demeure",
        "explication-pinc": "pinc",
        "remplacement-produit": "remplac|mauvais produit|produit incorrect|erreur de produit",
        "fonctionnalite-incluse": "inclus",
        "downgrade": "downgrade|retrograd|formule inferieure|plus petit|moins cher",
        "resiliation": "resil|annul|arret|mettre fin|cloture|quitter",
        "remboursement": "rembours",
        "insatisfaction": "insatisf|mecontent|menace",
    },
    "pre-actif": {"oui": "pre actif|preactif|pas encore actif"},
    "blocage": {
        "recouvrement": "inkasso|mindersaldo|recouvrement",
        "verrouille": "soft lock|hard lock|gesperrt|verrouill|bloque",
        "aucun": "pas de blocage|aucun blocage|sans blocage",
    },
    "resilie-par-support": {"oui": "deja resilie|resilie par"},
    "facturation-a-regler": {
        "non": "facturation ok|a jour",
        "oui": "facturation|facture|impaye",
    },
    "feu-rouge": {"oui": "feu rouge|drapeau"},
    "contrat": {
        "mensuel": "mensuel|sans engagement|au mois",
        "determinee": r"(12|24|36) mois|annuel|engage|duree determinee|un an|deux ans|trois ans",
    },
    "ouvert-offre": {"oui": "ouvert|offre|interesse"},
    "mecontent": {"oui": "mecontent|fache|furieux|furieuse|enerve|colere|decu"},
    "plusieurs-domaines": {
        "oui": r"([2-9]|deux|trois|plusieurs) (domaines|ndd|noms de domaine)",
        "non": r"(1|un|un seul) (domaine|ndd|nom de domaine)",
    },
    "mbg": {"oui": "mbg|30 jours|satisfait ou rembourse|garantie"},
    "remboursement-demande": {
        "remboursement": "rembours",
        "remise": "remise|reduction|rabais|geste commercial",
    },
    "situation-particuliere": {"oui": "liquidation|redressement|cessation|deces|faillite"},
    "retention-disponible": {
        "non": "indisponible|satur|appels en attente|file pleine",
        "oui": "retention disponible|file libre",
    },
}
_PATTERNS = {
    fact: {value: re.compile(rf"\b(?:{words})") for value, words in values.items()}
    for fact, values in _KEYWORDS.items()
}


def keywords(utterance: Utterance) -> Mapping[str, str]:
    """The facts whose keywords stand in a line about the retention procedure."""
    text = " ".join(folded_words(utterance.text))
    found = {
        fact: next((value for value, words in values.items() if words.search(text)), None)
        for fact, values in _PATTERNS.items()
    }
    return {fact: value for fact, value in found.items() if value}
