"""What one part of a procedure says of another: every name must exist, every quote be verbatim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.procedure.document import Path
from bot.procedure.model import Condition, Ground, Procedure, Question, Rule, Saying
from bot.procedure.names import unknown
from bot.procedure.source import Source
from bot.procedure.typography import NARROW_NBSP, NBSP

Fault = tuple[Path, str]


def faults(procedure: Procedure, source: Source) -> Iterator[Fault]:
    """Yield where and how the procedure names what does not exist, or misquotes its source."""
    names = Names(procedure)
    for check in _CHECKS:
        yield from check(procedure, names)
    yield from _misquotes(procedure, source)


@dataclass(frozen=True)
class Names:
    """The names that a procedure declares; each check yields the faults of what names them."""

    procedure: Procedure

    def fact(self, path: Path, name: str) -> Iterator[Fault]:
        """A fact."""
        yield from _known("fait inconnu", path, name, self.procedure.facts)

    def rule(self, path: Path, name: str) -> Iterator[Fault]:
        """A rule."""
        yield from _known("règle inconnue", path, name, self.procedure.rules)

    def destinations(self, path: Path, names: Iterable[str]) -> Iterator[Fault]:
        """A list of destinations."""
        for n, name in enumerate(names):
            valid = self.procedure.destinations
            yield from _known("destination inconnue", (*path, n), name, valid)

    def passages(self, path: Path, names: Iterable[str]) -> Iterator[Fault]:
        """A list of passages."""
        for n, name in enumerate(names):
            yield from _known("passage inconnu", (*path, n), name, self.procedure.passages)

    def value(self, path: Path, fact: str, value: str) -> Iterator[Fault]:
        """A value of a fact that is known; one that is not is told by itself."""
        if fact in self.procedure.facts:
            valid = self.procedure.facts[fact].values
            yield from _known(f"valeur inconnue de « {fact} » :", path, value, valid)

    def values(self, path: Path, stated: Mapping[str, Iterable[str]]) -> Iterator[Fault]:
        """Facts, each with some of its values."""
        for fact, values in stated.items():
            yield from self.fact((*path, fact), fact)
            for n, value in enumerate(values):
                yield from self.value((*path, fact, n), fact, value)

    def condition(self, path: Path, condition: Condition) -> Iterator[Fault]:
        """The facts and values of a condition."""
        for n, alternative in enumerate(condition):
            yield from self.values((*path, n), alternative)

    def one_value_each(self, path: Path, stated: Mapping[str, str]) -> Iterator[Fault]:
        """Facts, each with one value."""
        yield from self.values(path, {fact: [value] for fact, value in stated.items()})


def _known(kind: str, path: Path, name: str, valid: Iterable[str]) -> Iterator[Fault]:
    if name not in valid:
        yield path, unknown(kind, name, valid)


def _passages(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, passage in procedure.passages.items():
        path = ("passages", name, "section")
        yield from _known("section inconnue", path, passage.section, procedure.sections)


def _facts(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, fact in procedure.facts.items():
        path = ("facts", name)
        yield from names.condition((*path, "relevant"), fact.relevant)
        for n, value in enumerate(fact.if_several):
            yield from names.value((*path, "if_several", n), name, value)
        if name in _relevance_ancestors(procedure, name):
            yield (*path, "relevant"), f"« {name} » dépend de lui-même"


def _relevance_ancestors(procedure: Procedure, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        fact = procedure.facts.get(waiting.pop())
        parents = {p for alternative in (fact.relevant if fact else ()) for p in alternative}
        waiting += parents - found
        found |= parents
    return found


def _questions(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, question in procedure.questions.items():
        path = ("questions", name)
        if bool(question.ticks) == bool(question.choices):
            yield path, "une question a des « ticks » ou des « choices », l’un des deux"
        for n, tick in enumerate(question.ticks):
            yield from names.one_value_each((*path, "ticks", n), tick)
        for n, choice in enumerate(question.choices):
            here = (*path, "choices", n)
            yield from names.one_value_each((*here, "set"), choice.set)
            if len(choice.set) > 1 and choice.label is None:
                yield here, "un choix qui dit plusieurs faits a besoin d’un « label »"
        yield from _unticked(procedure, question, (*path, "ticks"))


def _unticked(procedure: Procedure, question: Question, path: Path) -> Iterator[Fault]:
    for name in () if question.choices else question.asks:
        fact = procedure.facts.get(name)
        left = set(fact.values) - {tick.get(name) for tick in question.ticks} if fact else {"?"}
        if len(left) != 1:
            yield path, f"« {name} » : une valeur, et une seule, doit rester sans coche"


def _rules(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, rule in procedure.rules.items():
        path = ("rules", name)
        yield from _rule(path, name, rule, names)
        yield from _justified(path, rule)
        for n, precedence in enumerate(rule.over):
            for m, weaker in enumerate(precedence.rules):
                here = (*path, "over", n, "rules", m)
                yield from names.rule(here, weaker)
                yield from _orderable(procedure, here, name, weaker)


def _rule(path: Path, name: str, rule: Rule, names: Names) -> Iterator[Fault]:
    yield from names.condition((*path, "when"), rule.when)
    yield from names.destinations((*path, "then"), [rule.then])
    yield from names.passages((*path, "passages"), rule.passages)
    if rule.instead_of is not None:
        yield from names.destinations((*path, "instead_of"), [rule.instead_of])
    weaker = [one for precedence in rule.over for one in precedence.rules]
    for repeated in sorted({one for one in weaker if weaker.count(one) > 1}):
        yield (*path, "over"), f"« {repeated} » est dit deux fois"
    if name in weaker:
        yield (*path, "over"), "une règle ne prévaut pas sur elle-même"


def _justified(path: Path, rule: Rule) -> Iterator[Fault]:
    if not rule.passages:
        yield path, "il manque « passages » : les mots sur lesquels la règle repose"
    if rule.ground is not Ground.WRITTEN and rule.because is None:
        yield path, f"« ground: {rule.ground} » demande un « because »"
    for n, precedence in enumerate(rule.over):
        if precedence.ground is Ground.WRITTEN and not precedence.words:
            yield (*path, "over", n), "« ground: written » demande les « words » qui le disent"
        if precedence.ground is not Ground.WRITTEN and precedence.because is None:
            yield (*path, "over", n), f"« ground: {precedence.ground} » demande un « because »"


def _orderable(procedure: Procedure, path: Path, name: str, weaker: str) -> Iterator[Fault]:
    other = procedure.rules.get(weaker)
    if other is None or name == weaker:
        return
    mine = procedure.rules[name].instead_of
    if mine is not None and other.instead_of != mine:
        yield path, f"« {name} » joue au lieu de « {mine} » : inutile de la placer sur « {weaker} »"
    if name in other.prevails_over and name < weaker:
        yield path, f"« {name} » et « {weaker} » prévalent chacune sur l’autre"


def _silences(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, silence in procedure.silences.items():
        yield from names.condition(("silences", name, "when"), silence.when)
        yield from names.destinations(("silences", name, "then"), [silence.then])


def _sayings(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, phrase in procedure.phrases.items():
        yield from _saying(("phrases", name), phrase, names)
        kind = "une phrase porte le nom de son passage ; passage inconnu"
        yield from _known(kind, ("phrases", name), name, procedure.passages)
    for name, reminder in procedure.reminders.items():
        yield from _saying(("reminders", name), reminder, names)
        yield from names.passages(("reminders", name, "passages"), reminder.passages)


def _saying(path: Path, saying: Saying, names: Names) -> Iterator[Fault]:
    yield from names.condition((*path, "when"), saying.when)
    yield from names.destinations((*path, "destinations"), saying.destinations)


def _destinations(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, destination in procedure.destinations.items():
        for n, settled in enumerate(destination.settled):
            path = ("destinations", name, "settled", n, "sets")
            yield from names.one_value_each(path, settled.sets)


def _grey_zones(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, zone in procedure.grey_zones.items():
        path: Path = ("grey_zones", name)
        yield from names.passages((*path, "passages"), zone.passages)
        if zone.otherwise is None:
            continue
        path = (*path, "otherwise")
        known = {**procedure.rules, **zone.otherwise.rules}
        for added, rule in zone.otherwise.rules.items():
            yield from _rule((*path, "rules", added), added, rule, names)
        for phrase, saying in zone.otherwise.phrases.items():
            yield from _known(
                "phrase inconnue", (*path, "phrases", phrase), phrase, procedure.phrases
            )
            yield from _saying((*path, "phrases", phrase), saying, names)
        named: list[tuple[Path, tuple[str, ...]]] = [(("without",), zone.otherwise.without)]
        for stronger, weaker in zone.otherwise.prevails.items():
            named += [(("prevails", stronger), weaker)]
            yield from _known("règle inconnue", (*path, "prevails", stronger), stronger, known)
        named += [
            (("rules", added, "over", n, "rules"), precedence.rules)
            for added, rule in zone.otherwise.rules.items()
            for n, precedence in enumerate(rule.over)
        ]
        for inner, rules in named:
            for n, rule_name in enumerate(rules):
                yield from _known("règle inconnue", (*path, *inner, n), rule_name, known)


def _states(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, state in procedure.states.items():
        path = ("states", name)
        yield from names.fact((*path, "fact"), state.fact)
        for word, value in state.values.items():
            yield from names.value((*path, "values", word), state.fact, value)


def _weights(procedure: Procedure, names: Names) -> Iterator[Fault]:
    for name, weights in procedure.weights.items():
        path = ("weights", name)
        yield from names.fact(path, name)
        for value in weights:
            yield from names.value((*path, value), name, value)
        total, values = sum(weights.values()), procedure.facts.get(name)
        unsaid = set(values.values) - set(weights) if values else set()
        if total > 1 + 1e-9:
            yield path, f"la somme dépasse 1 ({total:g})"
        elif values and not unsaid and abs(total - 1) > 1e-9:
            yield path, f"la somme doit faire 1 (elle fait {total:g})"


_CHECKS: tuple[Callable[[Procedure, Names], Iterator[Fault]], ...] = (
    _passages,
    _facts,
    _questions,
    _rules,
    _silences,
    _sayings,
    _destinations,
    _grey_zones,
    _states,
    _weights,
)


def _misquotes(procedure: Procedure, source: Source) -> Iterator[Fault]:
    for path, fragments in _quoted(procedure):
        for n, fragment in enumerate(fragments):
            if fragment not in source:
                yield (*path, n), _misquoted(fragment, source)
    for name, phrase in procedure.phrases.items():
        quote = procedure.passages[name].quote if name in procedure.passages else phrase.say
        for n, fragment in enumerate(phrase.say):
            if fragment in source and not any(fragment in words for words in quote):
                message = f"ces mots ne sont pas dans le passage « {name} »"
                yield ("phrases", name, "say", n), message


def _quoted(procedure: Procedure) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for name, passage in procedure.passages.items():
        yield ("passages", name, "quote"), passage.quote
    for name, phrase in procedure.phrases.items():
        yield ("phrases", name, "say"), phrase.say
    for name, rule in procedure.rules.items():
        for n, precedence in enumerate(rule.over):
            yield ("rules", name, "over", n, "words"), precedence.words


def _misquoted(fragment: str, source: Source) -> str:
    close = source.nearest(fragment)
    if close is None:
        return "ces mots ne sont pas dans source.txt"
    shown = close.replace(NBSP, "⍽").replace(NARROW_NBSP, "⍽")
    told = "pas mot pour mot dans source.txt, qui dit « " + shown.replace("\n", " ↵ ") + " »"
    return told if shown == close else f"{told} (⍽ : espace insécable)"
