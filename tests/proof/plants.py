"""Faults planted in the example procedure, and the defects that they must be named as."""

from bot.proof.defect import Kind

Edit = tuple[str, str]
Plant = tuple[list[Edit], list[tuple[Kind, str]]]

NBSP = "\N{NO-BREAK SPACE}"
FOOD = 'passages: denrees\n    over:\n      - {rules: [bureau, sans-preuve], ground: written, words: "ne se gardent jamais"}\n'  # noqa: E501
POLICE = 'rules: [bureau, sans-preuve], ground: written, words: "Tout autre objet'
OTHERWISE = "otherwise: {prevails: {remise-a-la-police: restitution}}"
ZONE = "« papiers-reclames » : l’autre lecture"


def added(section: str, line: str) -> list[Edit]:
    """A line more at the top of a section."""
    return [(f"\n{section}:\n", f"\n{section}:\n  {line}\n")]


def disagree(one: str, other: str, cases: str) -> str:
    """What is said of two rules that nothing joins."""
    end = "tiennent ensemble dans"
    return f"{one} et {other} {end} {cases} ; dites sous « over » laquelle prévaut, et pourquoi"


PLANTS: dict[str, Plant] = {
    "rules that disagree": (
        [(FOOD, "passages: denrees\n")],
        [
            (
                Kind.UNDECLARED,
                disagree("« denrees » (destruction)", "« bureau » (bureau)", "2 cas"),
            ),
            (
                Kind.UNDECLARED,
                disagree("« denrees » (destruction)", "« sans-preuve » (bureau)", "2 cas"),
            ),
        ],
    ),
    "rules that disagree in one case": (
        added("rules", "chat: {when: {objet: arme}, then: guichet, passages: arme}"),
        [
            (
                Kind.UNDECLARED,
                disagree("« chat » (guichet)", "« arme » (police)", "1 cas"),
            )
        ],
    ),
    "rules played instead that disagree": (
        added(
            "rules",
            "plein: {instead_of: bureau, when: {bureau-ouvert: non}, "
            "then: guichet, passages: bureau}",
        ),
        [
            (
                Kind.UNDECLARED,
                disagree("« plein » (guichet)", "« bureau-ferme » (coffre)", "4 cas"),
            )
        ],
    ),
    "silences that disagree": (
        added("silences", 'chat: {when: {objet: animal}, then: police, because: "Non."}'),
        [(Kind.UNDECLARED, "les silences « chat » et « animal » se contredisent")],
    ),
    "precedences in a circle": (
        [
            (POLICE, POLICE.replace("sans-preuve]", "sans-preuve, rond]")),
            *added(
                "rules",
                "rond: {when: {objet: papiers}, then: coffre, passages: bureau, "
                'over: [{rules: [restitution, bureau, sans-preuve], because: "Non."}]}',
            ),
        ],
        [
            (
                Kind.CYCLE,
                "1 cas sans verdict : « rond », « remise-a-la-police », « restitution » "
                "prévalent l’une sur l’autre en cercle",
            ),
            (Kind.DEAD_RULE, "« rond » : toujours écartée par d’autres"),
        ],
    ),
    "precedences in a circle among rules played instead": (
        [
            (
                "then: coffre, passages: bureau-ferme}",
                "then: coffre, passages: bureau-ferme, "
                'over: [{rules: un, because: "Non."}]}\n'
                "  un: {instead_of: bureau, when: {bureau-ouvert: non}, then: guichet, "
                'passages: bureau, over: [{rules: deux, because: "Non."}]}\n'
                "  deux: {instead_of: bureau, when: {bureau-ouvert: non}, then: police, "
                'passages: bureau, over: [{rules: bureau-ferme, because: "Non."}]}',
            )
        ],
        [
            (
                Kind.CYCLE,
                "4 cas sans verdict : « bureau-ferme », « un », « deux » "
                "prévalent l’une sur l’autre en cercle",
            ),
            (Kind.DEAD_RULE, "« bureau-ferme » : toujours écartée par d’autres"),
            (Kind.DEAD_RULE, "« un » : toujours écartée par d’autres"),
            (Kind.DEAD_RULE, "« deux » : toujours écartée par d’autres"),
            (Kind.DEAD_NAME, "le fait « bureau-ouvert » ne change aucun verdict"),
            (Kind.DEAD_NAME, "la destination « coffre » ne reçoit aucun cas"),
        ],
    ),
    "a case that nothing covers": (
        [("  animal: {when: {objet: animal}", "  animal: {when: {objet: animal, suspect: oui}")],
        [
            (Kind.UNCOVERED, "1 cas : aucune règle, et aucun silence déclaré"),
            (Kind.DEAD_SILENCE, "« animal » : sa condition ne tient jamais"),
            (Kind.DEAD_NAME, "la destination « superviseur » ne reçoit aucun cas"),
        ],
    ),
    "cases that nothing covers": (
        [
            (
                "bureau: {when: {proprietaire: absent}",
                "bureau: {when: {proprietaire: absent, objet: [papiers, argent, denrees, autre]}",
            )
        ],
        [(Kind.UNCOVERED, "2 cas : aucune règle, et aucun silence déclaré")],
    ),
    "a rule that never holds": (
        added("rules", "jamais: {when: {objet: arme, suspect: oui}, then: police, passages: arme}"),
        [(Kind.DEAD_RULE, "« jamais » : sa condition ne tient jamais")],
    ),
    "a rule always set aside": (
        [
            (FOOD, FOOD.replace("sans-preuve]", "sans-preuve, perdu]")),
            *added(
                "rules",
                "perdu: {when: {objet: denrees, proprietaire: absent}, "
                "then: bureau, passages: bureau}",
            ),
        ],
        [(Kind.DEAD_RULE, "« perdu » : toujours écartée par d’autres")],
    ),
    "a precedence of no use": (
        [(FOOD, FOOD.replace("sans-preuve]", "sans-preuve, arme]"))],
        [(Kind.DEAD_PRECEDENCE, "« denrees » sur « arme » : ne sert dans aucun cas")],
    ),
    "a silence that a rule fills": (
        added("silences", 'arme: {when: {objet: arme}, then: superviseur, because: "Non."}'),
        [(Kind.DEAD_SILENCE, "« arme » : une règle couvre déjà tous ces cas")],
    ),
    "a phrase never said": (
        [
            (
                "when: [{suspect: oui}, {objet: arme}]\n    say",
                "when: {objet: animal}\n    destinations: police\n    say",
            )
        ],
        [
            (Kind.DEAD_SAYING, "« eloignez-vous » ne paraît dans aucun verdict"),
            (
                Kind.CALL,
                "« Une valise d’où sortent des fils, sur le quai » : "
                "trouvé perimetre (written ; aucune phrase)",
            ),
            (
                Kind.CALL,
                "« Un couteau de chasse sous un siège » : trouvé police (written ; aucune phrase)",
            ),
        ],
    ),
    "a reminder never given": (
        [("registre: {destinations", "registre: {when: {objet: arme}, destinations")],
        [(Kind.DEAD_SAYING, "« registre » ne paraît dans aucun verdict")],
    ),
    "a passage never cited": (
        added("passages", 'titre: {section: remise, quote: "Remise"}'),
        [(Kind.DEAD_PASSAGE, "« titre » : rien ne repose sur lui")],
    ),
    "a fact of no use": (
        added(
            "facts",
            'pluie: {label: "A", question: "A", where: "A", values: {oui: "A", non: "B"}}',
        ),
        [(Kind.DEAD_NAME, "le fait « pluie » ne change aucun verdict")],
    ),
    "a destination of no use": (
        added("destinations", 'lune: {label: "A", sign: "A", steps: "A"}'),
        [(Kind.DEAD_NAME, "la destination « lune » ne reçoit aucun cas")],
    ),
    "a section of no use": (
        added("sections", 'annexe: "A"'),
        [(Kind.DEAD_NAME, "la section « annexe » ne contient aucun passage")],
    ),
    "a grey zone that moves nothing": (
        [(OTHERWISE, "otherwise: {prevails: {restitution: remise-a-la-police}}")],
        [(Kind.DEAD_GREY_ZONE, f"{ZONE} ne change aucun cas")],
    ),
    "a grey zone that leaves cases out": (
        [(OTHERWISE, "otherwise: {without: bureau}")],
        [
            (
                Kind.GREY_ZONE_UNSETTLED,
                f"{ZONE} laisse des cas sans verdict, ou à deux verdicts",
            )
        ],
    ),
    "a grey zone that sends cases two ways": (
        [(OTHERWISE, "otherwise: {rules: {x: {when: {objet: arme}, then: coffre}}}")],
        [
            (
                Kind.GREY_ZONE_UNSETTLED,
                f"{ZONE} laisse des cas sans verdict, ou à deux verdicts",
            )
        ],
    ),
    "a text too long": (
        [('label: "Remettre à la police"', f'label: "{"a" * 141}"')],
        [(Kind.TOO_LONG, "destination « police » : 141 caractères, 140 au plus")],
    ),
}

CALL_PLANTS: dict[str, tuple[Edit, str]] = {
    "another destination": (
        ("{destination: superviseur, basis: silent, phrases: []}", "{destination: police}"),
        "« Un chat dans la salle d’attente » : trouvé superviseur (silent ; aucune phrase)",
    ),
    "another basis": (
        ("{destination: superviseur, basis: silent,", "{destination: superviseur, basis: reading,"),
        "« Un chat dans la salle d’attente » : trouvé superviseur (silent ; aucune phrase)",
    ),
    "another phrase": (
        ("{destination: perimetre, basis: written, phrases: [eloignez-vous]}",
         "{destination: perimetre, basis: written, phrases: []}"),
        "« Une valise d’où sortent des fils, sur le quai » : "
        "trouvé perimetre (written ; eloignez-vous)",
    ),
    "decided and expected open": (
        ("{destination: superviseur, basis: silent, phrases: []}", "{possible: [superviseur]}"),
        "« Un chat dans la salle d’attente » : trouvé superviseur (silent ; aucune phrase)",
    ),
    "open and expected decided": (
        ("{possible: [perimetre, coffre]}", "{destination: coffre}"),
        f"« Un sac, personne autour, bureau fermé{NBSP}: est-il suspect{NBSP}? » : "
        "pas encore décidé, restent perimetre, coffre",
    ),
    "open to other destinations": (
        ("{possible: [perimetre, coffre]}", "{possible: [perimetre, bureau]}"),
        f"« Un sac, personne autour, bureau fermé{NBSP}: est-il suspect{NBSP}? » : "
        "pas encore décidé, restent perimetre, coffre",
    ),
}  # fmt: skip

VOCABULARY_PLANTS: dict[str, tuple[Edit, list[tuple[Kind, str]]]] = {
    "two values of one fact": (
        ("oui: [$louche]", "oui: [$louche, fausse alerte]"),
        [
            (Kind.CLAIMED_TWICE, "« fausse alerte », sous « suspect: non » et « suspect: oui »"),
            *(
                (
                    Kind.UNHEARD,
                    f"« fausse alerte », sous « suspect: {value} » : "
                    "« fausse alerte » s’entend « rien »",
                )
                for value in ("oui", "non")
            ),
        ],
    ),
    "a value and a lure": (
        ("animal: [chat,", "animal: [chat, jouet,"),
        [
            (Kind.CLAIMED_TWICE, "« jouet », sous « leurre » et « objet: animal »"),
            (Kind.UNHEARD, "« jouet », sous « objet: animal » : « jouet » s’entend « rien »"),
        ],
    ),
    "words of a group that another value names": (
        ("non: [rien de louche,", "non: [rien de louche, alarme,"),
        [
            (
                Kind.UNHEARD,
                "« alarme », sous « suspect: non » : « alarme » s’entend « rien »",
            )
        ],
    ),
    "an answer that says another value": (
        ("oui: [$louche]", "oui: {says: $louche, answers: banal}"),
        [
            (Kind.UNHEARD, "« banal », sous « suspect: oui » : « banal » s’entend « rien »"),
            (Kind.UNHEARD, "« banal* », sous « suspect: non » : « banal » s’entend « rien »"),
        ],
    ),
    "words that are a turn of French": (
        ('"personne =à côté"', '"personne à côté"'),
        [
            (
                Kind.UNHEARD,
                "« personne à côté », sous « proprietaire: absent » : "
                "« personne à côté » s’entend « rien »",
            )
        ],
    ),
}
