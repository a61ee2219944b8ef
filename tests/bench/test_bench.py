"""What the bench compares is comparable: nothing is timed here."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from bot.decision.compiled import Compiled
from bot.decision.routing import Routing
from bot.decision.space import Case, CaseSpace
from bot.procedure.loader import load
from bot.procedure.references import faults
from bot.proof.routes import route_defects
from tests.bench import slack, slack_agents, teams, training
from tests.bench.decide import Disagreement, agree, nested, told, walked
from tests.bench.effort import asking, asking_alone, reading_the_page
from tests.bench.generated import SIZES, grown, write
from tests.bench.groupings import groupings
from tests.bench.learners import DAY, Pupil
from tests.bench.understand import tables_of
from tests.bench.zen_table import zen_paths
from tests.language.corpus import Score

FOLDER = Path(__file__).resolve().parents[2] / "dialogs" / "retention"
CASES = {1: 5_088, 2: 65_664, 4: 210_816, 8: 953_856}
FACTS = {1: 14, 2: 17, 4: 18, 8: 20}


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return Compiled(load(FOLDER))


@pytest.fixture(scope="module")
def cases(compiled: Compiled) -> list[Case]:
    return list(compiled.space.each_of(compiled.space.everything))


def test_zen_engine_answers_every_case_as_we_do(compiled: Compiled, cases: list[Case]) -> None:
    for name, path in zen_paths(cases).items():
        agree(compiled, cases, name, path.answers())


def test_the_nested_dicts_answer_every_case_as_we_do(compiled: Compiled, cases: list[Case]) -> None:
    walk = partial(walked, nested(cases, [compiled.verdict(case) for case in cases]))
    assert [walk(case) for case in cases] == [compiled.verdict(case) for case in cases]


def test_a_competitor_that_disagrees_stops_the_bench(compiled: Compiled, cases: list[Case]) -> None:
    answers = [told(compiled.verdict(case)) for case in cases]
    answers[-1] = ("nowhere", "written")
    with pytest.raises(Disagreement, match="nowhere"):
        agree(compiled, cases, "another", answers)


@pytest.mark.parametrize("times", SIZES)
def test_a_generated_procedure_is_valid_and_of_the_announced_size(
    compiled: Compiled, times: int
) -> None:
    larger = grown(compiled.edition, times)
    assert not list(faults(larger.procedure, larger.source))
    assert len(larger.procedure.rules) == times * len(compiled.procedure.rules)
    assert len(larger.procedure.facts) == FACTS[times]
    routing = Routing(CaseSpace(larger.procedure), larger.procedure)
    assert routing.space.size == CASES[times]
    assert not list(route_defects(routing))


def test_a_generated_procedure_is_read_back_as_it_was_written(
    compiled: Compiled, tmp_path: Path
) -> None:
    larger = grown(compiled.edition, 2)
    write(larger, tmp_path)
    again = load(tmp_path)
    assert (again.procedure, again.source, again.calls) == (
        larger.procedure,
        larger.source,
        larger.calls,
    )


def test_every_grouping_asks_what_decides_and_only_once(compiled: Compiled) -> None:
    for _, laid_out in groupings(compiled.edition):
        asked = [fact for q in laid_out.procedure.questions.values() for fact in q.asks]
        assert len(asked) == len(set(asked))
        assert not list(faults(laid_out.procedure, laid_out.edition.source))


def test_the_cards_counted_are_those_that_the_planner_expects(compiled: Compiled) -> None:
    spent = asking(compiled, compiled.planner, first_call=True)
    assert spent.cards == pytest.approx(compiled.planner.cost(compiled.outcomes).expected)
    assert (
        spent.seconds
        < asking_alone(compiled, first_call=True).seconds
        < reading_the_page(compiled).seconds
    )


def test_what_is_understood_is_told_for_every_fact_and_kind(compiled: Compiled) -> None:
    """Beside a list of keywords, on the lines that nobody read; the large kinds apart."""
    tables = list(tables_of(compiled.edition, lambda _: None))
    frozen, kinds = tables[0], tables[1]
    facts = list(frozen.columns[0].cells)
    assert {*facts} == {*compiled.procedure.facts, "all"}
    assert "others" in list(kinds.columns[0].cells)
    assert kinds.row_count > 5


def test_scores_add_up() -> None:
    """A wrong value counts against both; abstaining only against what was found."""
    score = Score(right=6, wrong=1, invented=1, missed=2) + Score(right=2)
    assert (score.precision, score.recall) == ((8, 10), (8, 11))
    assert (score.wrong_values, score.abstained) == ((1, 10), (2, 11))


def test_slack_is_measured_whole_and_small(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every part runs, nothing is refused, and everybody sees what they asked for."""
    monkeypatch.setattr(slack_agents, "THINK", (0.0, 0.1))
    small = slack.Size(requests=20, paced=0.3, laps=1, steady=1, agents=2, working=0.5)
    report = slack.measure(compiled.edition, lambda _: None, small)
    assert len(report.rows) == 8
    steady, agents = report.details
    assert list(steady.columns[1].cells)[-1] == "50 / 0"
    assert {*agents.columns[-1].cells} <= {"0", ""}


def test_teams_is_measured_beside_botbuilder_whatever_the_size() -> None:
    """Each server answers every tap, and those that redraw redraw each."""
    small = teams.Size(taps=20, alone=5, paced=0.2, laps=1)
    report = teams.measure(load(FOLDER), lambda _: None, small)
    assert len(report.rows) == 15
    assert all(row.ratio > 0 for row in report.rows)
    assert [row.target for row in report.rows if row.target] == [0.8, 1.3]


def test_training_is_simulated_whole_and_small(compiled: Compiled) -> None:
    """Everybody is taught in every way, the same each time; what is timed alone may differ."""
    small = training.Size(learners=2, days=5, told=20)
    reports = [training.measure(compiled.edition, lambda _: None, small) for _ in range(2)]
    assert len(reports[0].rows) == 13
    assert reports[0].rows[:-1] == reports[1].rows[:-1]
    (shown,) = reports[0].details
    assert shown.row_count == len(training.WAYS)


def test_a_made_up_learner_forgets_by_a_power_of_time_and_learns_by_being_told(
    compiled: Compiled,
) -> None:
    """Less each day, but less and less fast; a question on something makes it known."""
    assert compiled.edition.vignettes
    school, pupil, now = (
        training.School(compiled, compiled.edition.vignettes),
        Pupil(Random(1)),
        0.0,
    )
    assert school.examined(pupil, now)[0] == pytest.approx(1 / 9)
    for skill in school.skills.values():
        facts = school.situations.drawn(skill, 1)
        choices = school.situations.choices(skill, facts, 9, 1)
        pupil.learns(school.question(skill, facts, choices, pupil.random), now)
    calls = [school.examined(pupil, now + days)[0] for days in (1, 10, 19, 28)]
    lost = [one - two for one, two in pairwise(calls)]
    assert calls[0] > 0.3
    assert lost[0] > lost[1] > lost[2] > 0
    assert DAY == 86_400
