"""A call that is not real yet: what the caller says, what the screen shows, what is known besides.

Everything follows from a seed, fact by fact: the twin of a situation, at one fact of it, is told in
the same words but for that fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.decision.compiled import Compiled
from bot.decision.decide import decide
from bot.decision.verdict import Decided, Outcome
from bot.procedure.conditions import holds
from bot.procedure.vignettes import Gender, Tone, Vignettes
from bot.training.skills import Skill, Skills
from bot.training.telling import Speaker, told

KEPT = 0.4
"""How often a fact that the verdict can do without is told all the same."""
DETAIL = 0.5
"""How often something beside the point is told."""


@dataclass(frozen=True)
class Situation:
    """A call as it is told; `facts` are what it states, and `by_fact` the words that state each."""

    facts: Mapping[str, str]
    speech: str
    screen: tuple[str, ...]
    known: tuple[str, ...]
    by_fact: Mapping[str, str]


@dataclass(frozen=True)
class Flip:
    """A fact that, taken otherwise, changes the verdict: its other value, and where that leads."""

    fact: str
    value: str
    outcome: Outcome


class Situations:
    """The situations of a procedure."""

    def __init__(self, compiled: Compiled, vignettes: Vignettes, skills: Skills) -> None:
        self._compiled = compiled
        self._vignettes = vignettes
        self._skills = skills

    def drawn(self, skill: Skill, seed: int) -> dict[str, str]:
        """What a situation that calls for a skill states: all that its verdict needs, and a twin.

        Some facts that are as usual, and that change nothing, are left out; never those by which
        the rule is known to hold, nor those by which a rule that it sets aside does.
        """
        random = Random(f"{seed} facts")  # noqa: S311
        case = self._skills.draw(skill, random)
        flips = self.flips(case)
        wanted = [case]
        if flips:
            flip = random.choice(self._telling(skill, case, flips))
            wanted.append({**case, flip.fact: flip.value})
        told_of = self._facts_of(skill.rule) + self._tempting(skill, case)
        usual = [
            fact for fact in case if fact not in told_of and case[fact] == self._skills.likely(fact)
        ]
        random.shuffle(usual)
        left = set(case)
        for fact in usual:
            fewer = left - {fact}
            if random.random() >= KEPT and all(self._is_settled(one, fewer) for one in wanted):
                left = fewer
        return {fact: case[fact] for fact in case if fact in left}

    def flips(self, facts: Mapping[str, str]) -> list[Flip]:
        """Every fact that alone would change a verdict, all the others being as told."""
        here = self._certain(facts)
        if here is None:
            return []
        found = []
        for fact, value in facts.items():
            for other in self._compiled.space.facts[fact].values:
                taken = {**facts, fact: other}
                if other == value or not self._all_matter(taken):
                    continue
                outcome = self._certain(taken)
                if outcome and outcome != here:
                    found.append(Flip(fact, other, outcome))
        return found

    def twin(self, facts: Mapping[str, str], chosen: str, seed: int) -> Flip | None:
        """The flip that teaches most to whoever chose a destination: the one that leads there.

        Where none does, any other; None where no single fact changes anything.
        """
        flips = self.flips(facts)
        wanted = [flip for flip in flips if flip.outcome.destination == chosen] or flips
        unusual = [flip for flip in wanted if self._is_unusual(facts, flip)]
        return self._picked(facts, unusual or wanted, seed)

    def decider(self, skill: Skill, facts: Mapping[str, str], seed: int) -> Flip | None:
        """The flip of a fact that the rule speaks of, or of one that stands out; None without."""
        flips = self.flips(facts)
        own = self.spoken_of(skill)
        wanted = [flip for flip in flips if flip.fact in own and self._is_unusual(facts, flip)]
        wanted = wanted or [flip for flip in flips if self._is_unusual(facts, flip)]
        return self._picked(facts, wanted or [f for f in flips if f.fact in own], seed)

    def spoken_of(self, skill: Skill) -> tuple[str, ...]:
        """The facts that the rule of a skill speaks of, the most particular last."""
        return self._facts_of(skill.rule)

    def _facts_of(self, name: str) -> tuple[str, ...]:
        """The facts that a rule or a silence speaks of."""
        procedure = self._compiled.procedure
        decided = procedure.rules.get(name) or procedure.silences[name]
        return tuple(dict.fromkeys(fact for way in decided.when for fact in way))

    def _tempting(self, skill: Skill, case: Mapping[str, str]) -> tuple[str, ...]:
        """The facts by which one of the rules set aside holds in a case."""
        rules = self._compiled.procedure.rules
        held = (name for name in skill.over if holds(rules[name].when, case))
        return next((self._facts_of(name) for name in held), ())

    def _is_unusual(self, facts: Mapping[str, str], flip: Flip) -> bool:
        return facts[flip.fact] != self._skills.likely(flip.fact)

    def _picked(self, facts: Mapping[str, str], flips: Sequence[Flip], seed: int) -> Flip | None:
        """One of the flips, among those that send the call elsewhere if some do."""
        random, here = Random(f"{seed} twin"), self.outcome(facts).destination  # noqa: S311
        elsewhere = [flip for flip in flips if flip.outcome.destination != here]
        return random.choice(elsewhere or flips) if flips else None

    def tell(self, facts: Mapping[str, str], seed: int) -> Situation:
        """The situation that states these facts."""
        vignettes = self._vignettes
        random = Random(f"{seed} caller")  # noqa: S311
        speaker = Speaker(feminine=random.random() < 0.5, formal=random.random() < 0.8)
        tones = [tone for tone, manner in vignettes.tones.items() if holds(manner.when, facts)]
        tone = tones[int(random.random() * len(tones))]
        words: dict[str, tuple[str, Gender]] = {
            name: random.choice(list(listed.items())) for name, listed in vignettes.words.items()
        }
        lines: dict[str, list[str]] = {"caller": [], "screen": [], "known": []}
        lines["caller"].append(told(random.choice(vignettes.tones[tone].hello), speaker, words))
        beside = {"caller": vignettes.details.caller, "screen": vignettes.details.screen}
        details = {v: random.choice(t) for v, t in beside.items() if t and random.random() < DETAIL}
        by_fact = {}
        for fact, value in facts.items():
            voice, text = self._way(fact, value, tone, seed)
            by_fact[fact] = told(text, speaker, words)
            lines[voice].append(by_fact[fact])
        for voice, text in details.items():
            lines[voice].append(told(text, speaker, words))
        random.shuffle(lines["screen"])
        speech = " ".join(lines["caller"])
        return Situation(facts, speech, tuple(lines["screen"]), tuple(lines["known"]), by_fact)

    def choices(
        self, skill: Skill, facts: Mapping[str, str], most: int, seed: int
    ) -> tuple[str, ...]:
        """The destinations to choose from, so many at most.

        Among them, those of the rules set aside, then those that are one fact away.
        """
        outcome, rules = self.outcome(facts), self._compiled.procedure.rules
        random = Random(f"{seed} choices")  # noqa: S311
        near = dict.fromkeys(flip.outcome.destination for flip in self.flips(facts))
        near.pop(outcome.destination, None)
        others = [one for one in self._compiled.procedure.destinations if one not in near]
        rivals = [rules[name].then for name in skill.over]
        for ranked in ([*near], others):
            random.shuffle(ranked)
            rivals += ranked
        wrong = [one for one in dict.fromkeys(rivals) if one != outcome.destination]
        kept = {outcome.destination, *wrong[: most - 1]}
        return tuple(one for one in self._compiled.procedure.destinations if one in kept)

    def outcome(self, facts: Mapping[str, str]) -> Outcome:
        """Where the call of a situation goes, and what is said."""
        outcome = self._certain(facts)
        if outcome is None:
            raise ValueError("une situation qui n’a pas un seul verdict")
        return outcome

    def is_whole(self, facts: Mapping[str, str]) -> bool:
        """Whether facts all matter, and settle where the call goes."""
        return self._all_matter(facts) and self._certain(facts) is not None

    def _telling(
        self, skill: Skill, facts: Mapping[str, str], flips: Sequence[Flip]
    ) -> Sequence[Flip]:
        """The flips to where the rules that the skill sets aside lead, else to anywhere else."""
        rules, here = self._compiled.procedure.rules, self.outcome(facts).destination
        weaker = {rules[name].then for name in skill.over}
        elsewhere = [flip for flip in flips if flip.outcome.destination != here]
        return [one for one in elsewhere if one.outcome.destination in weaker] or elsewhere or flips

    def _is_settled(self, case: Mapping[str, str], told_of: Iterable[str]) -> bool:
        """Whether what is told of a case settles where it goes and on what ground."""
        known = set(told_of)
        decision = decide(self._compiled, {f: v for f, v in case.items() if f in known})
        return isinstance(decision, Decided) and not decision.basis_depends_on

    def _certain(self, facts: Mapping[str, str]) -> Outcome | None:
        decision = decide(self._compiled, facts)
        return decision.verdict.outcome if isinstance(decision, Decided) else None

    def _all_matter(self, facts: Mapping[str, str]) -> bool:
        return all(self._compiled.space.is_relevant(fact, facts) for fact in facts)

    def _way(self, fact: str, value: str, tone: Tone, seed: int) -> tuple[str, str]:
        """In whose voice a fact is told, and the text that tells it."""
        ways = self._vignettes.facts[fact][value]
        said = (*ways.caller.get(Tone.ANY, ()), *ways.caller.get(tone, ()))
        voices = {"caller": said, "screen": ways.screen, "known": ways.known}
        random = Random(f"{seed} {fact}")  # noqa: S311
        voice = random.choice([name for name, texts in voices.items() if texts])
        return voice, random.choice(voices[voice])
