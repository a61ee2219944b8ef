"""What a proof finds wanting in a procedure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.decision.space import Case


class Kind(StrEnum):
    """The kinds of defect, as named in French in reports."""

    UNDECLARED = "désaccord non déclaré"
    CYCLE = "précédences en cercle"
    UNCOVERED = "cas que rien ne couvre"
    DEAD_RULE = "règle morte"
    DEAD_PRECEDENCE = "précédence morte"
    DEAD_SILENCE = "silence périmé"
    DEAD_SAYING = "texte jamais dit"
    DEAD_PASSAGE = "passage jamais cité"
    DEAD_NAME = "jamais utilisé"
    DEAD_GREY_ZONE = "zone grise périmée"
    GREY_ZONE_UNSETTLED = "zone grise indécise"
    TOO_LONG = "texte trop long"
    CALL = "appel nommé"
    CLAIMED_TWICE = "mots réclamés deux fois"
    UNHEARD = "mots mal entendus"


@dataclass(frozen=True)
class Defect:
    """One thing that does not hold, with a case that shows it where there is one."""

    kind: Kind
    message: str
    case: Case | None = None

    def __str__(self) -> str:
        shown = f"\n    {json.dumps(self.case, ensure_ascii=False)}" if self.case else ""
        return f"{self.kind} : {self.message}{shown}"
