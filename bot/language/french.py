"""The small words of French: what a bot must know of the language, whatever the trade.

Everything here is folded (no accents, `’` opened): « n’est pas » is `ne est pas`, « à » is `a`.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a turn of phrase does to the words around it."""

    DENIES = "denies"
    """Denies what comes next (« pas », « sans »), or ends a label (« feu rouge : non »)."""
    AFFIRMS = "affirms"
    """A yes."""
    ENDED = "ended"
    """Says of what came before that it is no more, or not there (« levé », « absent »)."""
    DOUBTS = "doubts"
    """Says that the clause is not certain."""
    ASKS = "asks"
    """Begins a question."""
    SUPPOSES = "supposes"
    """Begins a hypothesis."""
    BEFORE = "before"
    """Says that the clause is about another time."""
    OTHERS = "others"
    """Says that the clause is about another person, or nobody."""
    DISMISSES = "dismisses"
    """Says that what came before is beside the point."""
    CORRECTS = "corrects"
    """Takes back what was said before."""
    TURNS = "turns"
    """Begins a new clause."""
    UNKNOWN = "unknown"
    """« je ne sais pas »."""
    NOTHING = "nothing"
    """« aucun », « rien de tout cela »: an answer to what was asked."""
    BOTH = "both"
    """« les deux »."""
    IDLE = "idle"
    """Means nothing here, though its words would elsewhere."""


ELISIONS = {
    "c": ("ce",), "d": ("de",), "j": ("je",), "l": ("le",), "m": ("me",), "n": ("ne",),
    "s": ("se",), "t": ("te",), "qu": ("que",), "jusqu": ("jusque",), "lorsqu": ("lorsque",),
    "puisqu": ("puisque",), "quoiqu": ("quoique",), "quelqu": ("quelque",), "p": ("p",),
}  # fmt: skip

SHORT_FORMS = {
    typed: tuple(written.split())
    for typed, written in {
        "nest": "ne est", "cest": "ce est", "cetait": "ce etait", "na": "ne a", "nai": "ne ai",
        "jai": "je ai", "lai": "le ai", "ya": "y a", "yapas": "y a pas", "yapa": "y a pas",
        "pa": "pas", "ps": "pas", "pr": "pour", "ds": "dans", "ss": "sans", "avc": "avec",
        "ac": "avec", "tt": "tout", "tou": "tout", "ts": "tous", "tte": "toute", "tjs": "toujours",
        "tjrs": "toujours", "pb": "probleme", "pbs": "problemes", "pbl": "probleme",
        "pblm": "probleme", "nn": "non", "nan": "non", "nop": "non", "nope": "non", "no": "non",
        "niet": "non", "not": "pas", "nix": "pas",  "voui": "oui", "ouais": "oui", "ouep": "oui", "yep": "oui",
        "yes": "oui", "ui": "oui", "wi": "oui", "okay": "ok", "oki": "ok", "ouf": "ouf",
        "kil": "que il", "kelle": "que elle", "kon": "que on", "kel": "quel", "qd": "quand",
        "qque": "quelque", "qqs": "quelques", "qq": "quelque", "qqch": "quelque chose",
        "qqn": "quelqu un", "pq": "pourquoi", "pkoi": "pourquoi", "pk": "pourquoi",
        "qoi": "quoi", "koi": "quoi", "mm": "meme", "bcp": "beaucoup", "svp": "merci",
        "stp": "merci", "mr": "monsieur", "mme": "madame", "mlle": "madame", "msieur": "monsieur",
        "vx": "veut", "veu": "veut", "veus": "veut", "vt": "veut", "vet": "veut", "ct": "ce etait",
        "sest": "se est", "dun": "de un", "dune": "de une", "dla": "de la", "dans": "dans",
        "lui": "lui", "ke": "que", "ki": "qui", "kwa": "quoi", "jsp": "je sais pas",
        "jsais": "je sais", "chais": "je sais", "chepa": "je sais pas", "tkt": "inquiete",
        "dc": "donc", "pcq": "parce que", "psk": "parce que", "pck": "parce que", "mtn": "maintenant",
        "mnt": "maintenant", "auj": "aujourdhui", "ajd": "aujourdhui", "qd": "quand", "vs": "vous",
        "ns": "nous", "ls": "les", "slmt": "seulement", "seulmt": "seulement", "chgt": "changement",
        "chang": "changement", "dej": "deja", "tel": "telephone", "appart": "appartement",
        "fo": "faut", "fopas": "faut pas", "zero": "zero", "scuse": "pardon", "dsl": "desole",
        "pt": "peut", "ptet": "peut etre", "ptetre": "peut etre", "peutetre": "peut etre",
        "aparament": "apparemment", "biensur": "bien sur", "ni": "ni", "aucn": "aucun",
        "aucune": "aucun", "aucuns": "aucun", "aucunes": "aucun", "j": "jour", "jrs": "jours",
        "sem": "semaine", "ms": "mois", "moi": "mois", "xx": "x",
    }.items()
}  # fmt: skip

SMALL = frozenset(
    """
    le la les l un une des du de d au aux a y en et
    il elle on ils elles je j tu nous vous lui leur me m te t se s ce c cet cette ces ca cela ceci
    son sa ses mon ma mes ton ta tes notre nos votre vos leurs moi toi soi celui celle ceux
    est sont suis es etes sommes etait etaient ete etre ai as avons avez ont avait avaient avoir eu
    ait soit fait faire fais font serait seraient aurait auraient sera va vont aller vais
    tres trop bien vraiment assez si tout toute tous toutes deja encore toujours aussi juste meme
    actuellement maintenant completement totalement franchement carrement plutot tellement super
    pour par sur dans chez vers sous que qui dont
    monsieur madame client cliente dame personne gars titulaire abonne interlocuteur interlocutrice
    vous etes hein bon ben alors donc quand voila la dessus la-bas ici
    moindre seul seule petit petite gros grosse nouveau nouvelle certain certaine propre plein pleine
    autre quelque quelques
    """.split()
)
"""Words that may stand between the words of an expression."""

UNWRITTEN = frozenset(
    """
    le la les l un une des du de d au aux a en son sa ses leur leurs mon ma mes votre vos notre
    est sont ce cet cette ces se s il elle on ils elles y tres
    """.split()
)
"""Small words that mean nothing in an expression, unless it marks them with `=`."""

COMMON = frozenset(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juillet septembre
    octobre novembre decembre demain matin soir semaine journee heure heures minute minutes
    outre remonter monter passer passons avancer avance tenir tenu appel appelle appeler rappelle
    rappeler rappel ecouter entendre attendre attend attends attendu comprendre compris prendre
    mettre mettons donner donne demander dire disons parler parle penser raconter expliquer voir
    savoir pouvoir devoir falloir venir revenir rester trouver laisser garder tourner marcher
    travailler ouvrir couvert couverte couverture courant courante courrier couleur cours courte
    madame monsieur enfant enfants famille femme mari fille fils frere soeur pere mere ami amie
    maison bureau ville pays voiture telephone ordinateur ecran page ligne liste lien mot mots nom
    noms numero chose choses cote fois point points raison reponse retour suite sujet tour travail
    autres encore ensuite entre envers environ jamais longtemps lentement maintenant mieux moins
    parfois pourtant presque quelque rarement seulement souvent surtout tard tellement toujours
    vraiment bientot depuis durant malgre parmi pendant selon contre jusque vers ailleurs dehors
    grand grande petit petite bon bonne beau belle vieux vieille jeune nouveau nouvelle dernier
    derniere premier premiere prochain prochaine seul seule certain certaine possible simple
    difficile facile rapide lent lente clair claire rose verte blanc noire jaune bleu bleue
    manuel manuelle annule equipe equipes marque marques reprise resider residence presider
    rendez rendu rendue rendus compter comptes conte contes comte remplir remplit dossiers
    """.split()
)
"""Ordinary words that are never taken for a misspelling of a trade word."""

LIGHT = frozenset(
    """
    dispose disposee pret prete enclin encline favorable collegue collegues agent agents
    present presente visible actif active affichee menace menacer mentionnee evoquee sollicitee
    reclamee demandee voulue souhaitee exigee formule formulee exprime ni rien aucun tout
    venu venue appelle appelait voulait
    est sont suis etait etaient ete etre ai a as ont avait avoir ait soit serait sera
    veut veux veulent voulait voudrait vouloir veuille souhaite souhaitait souhaiter desire desirait
    aimerait compte pense envie intention besoin demande demandait demandent demander reclame
    reclamait reclamer sollicite mentionne evoque parle parlait parler cherche exige
    vois voit voir voyons trouve trouvons constate porte presente affiche figure apparait comporte
    montre signale note trace signe mention signale indication marque marquee genre espece sorte
    question moindre seul seule vrai vraie reel reelle quelconque notable particulier ouvert
    sous hors cadre dans concerne concernee touche passe passee devenu devenue mis mise place
    l'ombre actuellement desormais dit semble
    il elle on ils elles client cliente compte contrat dossier fiche ligne cote
    """.split()
)
"""Words through which a denial carries to what is said next: being, having, wanting, seeing."""

TURNS_OF_PHRASE: dict[Role, tuple[str, ...]] = {
    Role.DENIES: (
        "pas", "aucun", "sans", "ni", "jamais", "nullement", "non", "zero", "<0>", "hors",
        "rien", "point de", "refus* de", "renonc* a", "absence de", "exempt*", "nulle", "s'en fiche de", "ni aucun", "sans aucun", "non pas", "nul", "non non", "pas aucun", "donc plus", "plus en", "plus sous",
        "ne … plus", "ne … guere", "plus de", "plus aucun", "plus du tout", "pas du tout",
        "est/sont plus", "a plus", "veut plus", "au lieu de", "plutot que", "loin de", "pas un",
        "aucun des", "pas encore", "toujours pas", "pas vraiment", "pas specialement", "y a plus",
        "libre de", "vierge de", "depourvu* de", "ne pas", "evit*", "empech*", "inutile de",
        "pas … pour autant", "pas besoin", "ni de", "pas franchement", "pas particulierement",
        "pas plus", "pas non plus", "souhaite plus", "desire plus", "no more", "kein*", "nicht",
        "pas tellement", "pas vraiment trop", "absolument pas", "surtout pas", "strictement aucun",
        "en aucun cas", "hors de question", "arrete de", "arreter de", "rien a voir avec", "pas venu/venue pour", "appelle pas pour",
    ),
    Role.AFFIRMS: (
        "oui", "ok", "tout a fait", "exact*", "affirmatif", "absolument", "effectivement",
        "bien sur", "si si", "carrement", "evidemment", "certainement", "volontiers", "dac*",
        "daccord", "yes", "ja", "cest ca", "en effet", "clairement", "parfaitement", "coche*", "positif",
        "y est", "y est bien",
    ),
    Role.ENDED: (
        "absent*", "inexistant*", "neant", "retire", "retiree", "eteint", "non plus",
        "disparu*", "enleve/enlevee", "saute", "negatif", "nok", "ko", "off", "nulle part",
        "ne y est plus", "ne y est pas", "aucun trace", "pas trace", "pas de trace", "y en a pas", "ne en a pas", "ne y en a pas",
        "ne en demande pas", "ne en reclame pas", "ne en a plus", "nein", "abgelaufen",
    ),
    Role.DOUBTS: (
        "je crois", "crois", "je pense", "il me semble", "me semble", "semble", "semblerait",
        "peut etre", "peut-etre", "probable*", "sans doute", "a priori", "apparemment",
        "possible que", "possiblement", "eventuel*", "pas sur", "pas sure", "pas certain*", "sans certitude",
        "a confirmer", "a verifier", "sauf erreur", "je dirais", "je suppose",
        "suppose*", "on dirait", "aurait", "serait", "impression", "il se peut", "pourrait",
        "pas forcement", "plus ou moins", "hesit*", "ou pas", "ou non", "pas clair", "flou",
        "a moitie", "soi disant", "parait", "risque de", "bientot", "d'ici", "faut … verif*",
        "que je verif*", "vais verif*", "reste a voir", "vaguement", "confondre",
        "si je me trompe", "si je ne me trompe pas", "dois verif*", "a checker",
        "devine", "devinette", "mystere", "indecis*", "visiblement", "normalement", "envisag*",
        "songe", "reflechi*", "ne sait pas", "sait pas", "savent pas", "sait plus", "incertain*",
        "cru comprendre", "compris que", "entendu dire", "aucune certitude",
        "tente de", "pas decide*", "voir si", "ca depend", "depend", "un doute", "pas compris", "me semble", "ou renouveler",
    ),
    Role.ASKS: (
        "est-ce que", "est ce que", "qu'est-ce", "que est ce", "quel/quelle/quels/quelles",
        "comment", "combien", "c'est quoi", "pourquoi", "quand est ce", "a quoi", "ou est",
        "demande/demandait/demandent si", "demander si", "savoir si", "verifi* si", "regard* si",
        "voir si", "sais pas si", "sait pas si", "ignore si", "me demande", "quoi faire",
        "qui peut", "quelqu'un sait", "c'est lequel", "savez vous", "sais tu", "tu sais",
        "je fais quoi", "faut il", "y a t il", "peut on", "dois je", "puis je", "on fait quoi",
        "confirm* si", "rappelle moi", "difference entre", "par qui", "qui deja", "quoi deja", "quelqu'un peut", "une idee", "quelqu un",
    ),
    Role.SUPPOSES: (
        "si il", "si elle", "si le", "si la", "si un", "si une", "si on", "si ils",
        "si les", "si jamais", "si ce", "si son", "si sa", "si ses", "si mon", "si client",
        "si vous", "si je", "si tu", "si nous", "si retention", "si monsieur", "si madame",
        "si quelqu", "si contrat", "si compte", "si pas", "si y a",
        "au cas ou", "a moins que", "supposons", "imaginons", "par exemple", "admettons",
        "en cas de", "dans le cas ou", "hypothese", "selon que", "sinon", "a condition",
        "dans le cas contraire", "sauf si", "pour tous les", "quand un", "lorsque un",
        "lorsqu'un", "d'habitude", "en general", "normalement on", "rappel de procedure", "pour une … il faut", "pour un … il faut", "quand c'est", "quand le",
    ),
    Role.BEFORE: (
        "autrefois", "a l'epoque", "l'an dernier", "l'an passe", "annee derniere", "annee passee",
        "an dernier", "an passe", "y a <1+> ans", "y a un an", "y a quelques annees", "jadis",
        "il y a longtemps", "dans le temps", "par le passe", "avait deja", "d'avant", "avant il",
        "avant elle", "avant c'etait", "auparavant", "l'autre jour", "l'autre fois", "en <2000-2025>",
        "la derniere fois", "quand on etait", "mois dernier", "mois passe", "dans le passe", "a ete en",
    ),
    Role.OTHERS: (
        "autre client/cliente/compte/dossier/appel/cl", "client d'avant", "cliente d'avant",
        "appel d'avant", "mon dernier appel", "appel precedent", "client precedent",
        "cliente precedente", "contrat precedent", "mon/ton/son/ma voisin/voisine",
        "cousin/cousine/frere/soeur/collegue/ami/amie/copain/copine/beau-frere/voisin … a/avait/etait/est",
        "son beau frere", "sa belle soeur", "ancien client/contrat/compte/proprietaire/titulaire",
        "ancienne cliente", "celui d'hier", "celle d'hier", "client d'hier", "cliente d'hier",
        "un autre dossier", "deux autres clients", "hier j'ai", "hier on", "j'ai eu un client",
        "j'ai eu une cliente", "j'ai eu la formation", "client de tout a l'heure", "formation",
        "formateur/formatrice", "manuel dit", "la procedure dit", "ma collegue a", "mon collegue a",
        "chez un concurrent", "chez le concurrent", "on me dit qu'avant", "mon chef", "ma cheffe", "moi perso", "j'ai demande aux", "fiche d'a cote", "la semaine passee j'ai", "l'autre client", "l'autre cliente", "celui de tout a l'heure", "celle de tout a l'heure", "information d'equipe", "dans un film",
    ),
    Role.DISMISSES: (
        "rien a voir avec nous/mon/notre", "pas de rapport", "aucun rapport", "rien a voir",
        "pas l'objet", "pas le sujet",
    ),
    Role.CORRECTS: (
        "non pardon", "pardon", "enfin non", "ah non", "mais non", "euh non", "oh non", "oups", "zut",
        "attends non", "attendez non", "non attends", "non attendez", "non enfin", "non excuse*", "non desole*",
        "je me trompe", "me suis trompe*", "je rectifie", "rectif*", "correction", "erreur de ma part", "erreur",
        "je voulais dire", "je veux dire", "je reprends", "ou plutot", "plutot", "en fait", "finalement",
        "au final", "en realite", "autant pour moi", "au temps pour moi", "je corrige", "me corrige",
        "mea culpa", "changement de programme", "lapsus", "desole*", "excuse*", "ou alors",
        "non c'est", "attends", "attendez", "minute", "stop", "en verite", "verification faite", "apres verif*",
        "ou devrais je dire", "disons", "quoique", "annule et remplace", "il s'avere", "non je", "enfin", "non il", "non elle",
    ),
    Role.TURNS: (
        "mais", "par contre", "cependant", "toutefois", "sauf", "car", "parce que", "puisque",
        "alors que", "tandis que", "puis", "ensuite", "comme", "avec", "neanmoins", "pourtant", "bien que",
        "malgre", "quand meme", "en revanche", "vu que", "etant donne", "du coup", "donc", "sinon",
    ),
    Role.UNKNOWN: (
        "je sais pas", "sais pas", "ne sais pas", "aucune idee", "aucun idee", "pas idee", "inconnu*", "mystere",
        "je ne sais pas", "ne sait pas", "sait pas", "pas encore demande", "pas demande", "j'ignore", "ignore",
        "pas regarde", "pas vu", "sais plus", "pas l'info", "pas d'info", "pas note", "pas precise", "je passe",
        "aucune info", "pas la moindre idee", "a determiner", "impossible a dire", "sais rien", "peux pas te dire", "pas acces", "no clue", "non clue",
        "peux pas dire", "pas dit", "l'a pas dit", "pas encore pose la question", "pas pu voir",
    ),
    Role.NOTHING: (
        "rien", "rien de tout cela", "rien de tout ca", "rien a signaler", "ras", "ni l'un ni l'autre",
        "aucun des deux", "aucun des trois", "ni l'une ni l'autre", "rien du tout", "rien d'autre", "rien de special",
        "rien de particulier", "rien vu", "aucun", "neant", "pas un seul", "rien a declarer",
    ),
    Role.BOTH: ("les deux", "tous les deux", "l un et l autre", "les 2", "l'un et l'autre", "les deux a la fois"),
    Role.IDLE: (
        "pas seulement", "pas uniquement", "pas que", "pas juste", "pas simplement", "non seulement", "non sans",
        "pas sans", "sans que", "de souci", "pas de souci", "pas de soucis", "pas de panique", "pas grave",
        "pas de probleme pour", "sans probleme", "sans souci", "sans cesse", "sans arret", "sans attendre", "sans faute",
        "pas mal", "ne fait que", "rien que", "pas plus tard", "plus tard", "plus tot", "plus haut", "plus bas",
        "aucun doute", "pas de doute", "sans aucun doute", "sans l'ombre d'un doute", "nul doute", "meme si", "comme si",
        "point final", "par erreur", "d'un seul trait", "d'un seul coup", "d'un coup", "en plus", "de plus", "de plus en plus", "non loin", "s'il te plait", "s'il vous plait",
        "si possible", "si besoin", "si vous voulez", "pas loin", "pas loin de", "il se trouve", "merci", "plus d'une fois",
        "sans exception", "y compris", "pas le choix", "sans surprise", "n'importe", "sans hesit*", "pas compris",
        "avant l'echeance", "avant la fin", "avant terme", "avant de", "avant tout", "avant que", "plus rien", "sans plus",
        "pas autre chose", "rien d'autre", "rien de plus", "sans discut*", "pas de reponse", "sans reponse",
        "client/cliente hesit*", "des que possible", "ai verif*", "ai regarde", "demande si on peut", "savoir si on peut", "demande si c'est possible", "savoir si c'est possible", "demande s'il peut", "agent d'avant", "pas hesit*", "hesite pas" "sans detour", "ne cherche plus", "pas envie de discuter",
        "autre chose", "autre demande", "ensuite", "non negociable",
    ),
}  # fmt: skip
"""Turns of phrase, in the language of `bot.procedure.expression`."""

NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "octante": 80, "huitante": 80, "nonante": 90, "cent": 100,
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
}  # fmt: skip
TENS = frozenset({"dizaine", "douzaine", "quinzaine", "vingtaine", "trentaine"})
"""« une dizaine » is ten, not one."""
MONTHS = frozenset(
    """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    janv fev fevr avr juil sept oct nov dec""".split()
)
UNITS = {
    "jour": 1, "jours": 1, "j": 1, "semaine": 7, "semaines": 7, "sem": 7, "mois": 30, "m": 30,
    "an": 365, "ans": 365, "annee": 365, "annees": 365, "trimestre": 91, "semestre": 182,
    "trimestres": 91, "semestres": 182, "months": 30, "monat": 30, "monate": 30,
}  # fmt: skip
