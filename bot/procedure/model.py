"""What a procedure is: passages, facts, rules and what is said, as its owner writes them.

These frozen models are both the form of `procedure.yaml` (the JSON Schema is generated from them)
and what every other part of the program reads. Shorthands (`passages: pinc` for `[pinc]`,
`when: {…}` for `[{…}]`, `oui: "Feu rouge"` for `{label: …}`) are widened while reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import core_schema

from bot.procedure.typography import french_spaces

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


T = TypeVar("T")


class _Listed:
    """Reads a single item as a list of one, in the file and in the JSON Schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    @staticmethod
    def _listed(value: Any) -> Any:
        return value if isinstance(value, list | tuple) else [value]

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        many = handler(schema["schema"])
        return {"anyOf": [many["items"], many]}


class _Labelled:
    """Reads a bare text as an object that only has a label."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_before_validator_function(self._labelled, handler(source))

    @staticmethod
    def _labelled(value: Any) -> Any:
        return {"label": value} if isinstance(value, str) else value

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        return {"anyOf": [{"type": "string"}, handler(schema["schema"])]}


class Under:
    """Reads bare texts as an object that holds them under a key."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_before_validator_function(self._held, handler(source))

    def _held(self, value: Any) -> Any:
        return value if isinstance(value, dict) else {self._key: value}

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        one = handler(schema["schema"])
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, one]}


Many = Annotated[tuple[T, ...], _Listed()]
Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=48)]
Words = Annotated[str, Field(min_length=1), AfterValidator(french_spaces)]
"""Words of ours, in French; their spacing is corrected."""
Verbatim = Annotated[str, Field(min_length=1)]
"""A fragment copied byte for byte from `source.txt`."""

Alternative = dict[Id, Many[Id]]
Condition = Many[Alternative]
"""Alternatives, one of which must hold: every fact has one of its values. Empty: always."""


class Ground(StrEnum):
    """What a rule or a precedence rests on, the strongest first; also a verdict's basis."""

    WRITTEN = "written"
    READING = "reading"
    CONFLICT = "conflict"
    SILENT = "silent"

    @property
    def rank(self) -> int:
        """0 for the strongest ground, 3 for the weakest."""
        return _RANKS[self]


_RANKS = {ground: rank for rank, ground in enumerate(Ground)}
Declared = Literal[Ground.WRITTEN, Ground.READING, Ground.CONFLICT]


class Part(BaseModel):
    """Anything written in a procedure file: immutable, and with no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class InForce(Part):
    """Since when the procedure applies."""

    start: date = Field(alias="from")
    to_confirm: bool = False


class Passage(Part):
    """Words of the source that a verdict can cite."""

    section: Id
    quote: Many[Verbatim]


class Value(Part):
    """One answer to a fact; its label can be read alone, away from the question."""

    label: Words
    help: Words | None = None


class Fact(Part):
    """Something an agent knows of the call; unknown until stated."""

    label: Words
    question: Words
    where: Words
    values: dict[Id, Annotated[Value, _Labelled()]] = Field(min_length=2)
    relevant: Condition = ()
    if_several: tuple[Id, ...] = ()


class Choice(Part):
    """One tap that states one or several facts."""

    set: dict[Id, Id] = Field(min_length=1)
    label: Words | None = None


class Question(Part):
    """Facts asked on one card: a checklist (`ticks`) or one tap among `choices`."""

    text: Words
    where: Words
    ticks: tuple[Annotated[dict[Id, Id], Field(min_length=1, max_length=1)], ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts that this question can state, each once, in the order written."""
        stated = [*self.ticks, *(choice.set for choice in self.choices)]
        return tuple(dict.fromkeys(fact for line in stated for fact in line))


class Settled(Part):
    """What becomes true once what a destination asks for is done, and the button that says so."""

    label: Words
    sets: dict[Id, Id] = Field(min_length=1)


class Destination(Part):
    """Who handles the call, and what the agent then does.

    Of several `settled`, the first that would change a known fact is offered.
    """

    label: Words
    sign: str
    steps: Many[Words]
    settled: Many[Settled] = ()


class Precedence(Part):
    """Rules that the rule which states this prevails over, and why."""

    rules: Many[Id]
    ground: Declared = Ground.READING
    words: Many[Verbatim] = ()
    because: Words | None = None


class Rule(Part):
    """Where the call goes when the condition holds.

    With `instead_of`, the rule only holds where the other rules lead to that destination.
    """

    when: Condition
    instead_of: Id | None = None
    then: Id
    passages: Many[Id] = ()
    ground: Declared = Ground.WRITTEN
    because: Words | None = None
    over: tuple[Precedence, ...] = ()

    @property
    def prevails_over(self) -> Mapping[str, Precedence]:
        """The precedence under which each weaker rule is set aside."""
        return {rule: precedence for precedence in self.over for rule in precedence.rules}


class Silence(Part):
    """Cases that no passage covers, and who answers them."""

    when: Condition
    then: Id
    because: Words


class Saying(Part):
    """When a phrase is said: on which facts and at which destinations (none named: at all)."""

    when: Condition = ()
    destinations: Many[Id] = ()


class Phrase(Saying):
    """A sentence that the procedure prescribes, word for word; its id is its passage's."""

    say: Many[Verbatim]


class Reminder(Saying):
    """Something to keep in mind, with the passages that say so."""

    text: Words
    passages: Many[Id]


class Otherwise(Part):
    """How the rules would read if the owner settled a grey zone the other way."""

    without: Many[Id] = ()
    prevails: dict[Id, Many[Id]] = {}
    rules: dict[Id, Rule] = {}
    phrases: dict[Id, Saying] = {}


class Stateful(Part):
    """A fact that a supervisor may state once for all cases, for some minutes.

    `values` are the words that are said after its name, each with the value that it states.
    """

    fact: Id
    values: dict[Id, Id] = Field(min_length=1)
    minutes: Annotated[int, Field(ge=1, le=1440)] = 30


class GreyZone(Part):
    """A question for the procedure's owner, and our present reading."""

    question: Words
    reading: Words
    passages: Many[Id]
    otherwise: Otherwise | None = None


class Procedure(Part):
    """A whole procedure file."""

    procedure: Id
    title: Words
    command: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=31)]
    in_force: InForce
    sections: dict[Id, Words]
    passages: dict[Id, Passage]
    facts: dict[Id, Fact]
    questions: dict[Id, Question] = {}
    destinations: dict[Id, Destination]
    rules: dict[Id, Rule]
    silences: dict[Id, Silence] = {}
    phrases: dict[Id, Phrase] = {}
    reminders: dict[Id, Reminder] = {}
    grey_zones: dict[Id, GreyZone] = {}
    states: dict[Id, Stateful] = {}
    glossary: dict[str, Words | None] = {}
    weights: dict[Id, dict[Id, Annotated[float, Field(ge=0, le=1)]]] = {}
