"""Check what must hold between keys of the company, its teams and its plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.model import MARKS
from simulator.scenario.checks.circles import close_of, held_in_a_circle, loops_without_time, won_unqualified
from simulator.scenario.checks.costs import cost_problems, time_problems
from simulator.scenario.checks.needs import unmet
from simulator.scenario.checks.offers import offer_problems
from simulator.scenario.checks.sizes import too_large
from simulator.scenario.checks.turns import hire_problems, moved_past_qualified, turn_problems
from simulator.scenario.errors import Found, did_you_mean
from simulator.scenario.keys.people import Team
from simulator.scenario.keys.schema import MOST_ON_A_DATE, Company, Play, Stage
from simulator.scenario.numbers.number import said


def problems_of(company: Company) -> list[Found]:
    """Everything that is wrong between the keys."""
    found = [*_times(company), *unmet(company)]
    for team in company.team.values():
        found += _team(company, team)
    for play in company.play.values():
        structure = list(_stages(company, play))
        found += structure
        found += offer_problems(play, company.start, company.end)
        found += _after_sale(company, play)
        found += _leads(company, play)
        if not structure:
            found += loops_without_time(play)
            found += won_unqualified(play)
    found += cost_problems(company)
    found += turn_problems(company)
    if not found:
        found += moved_past_qualified(company)
        found += held_in_a_circle(company)
        found += too_large(company)
    return found


def _times(company: Company) -> Iterator[Found]:
    if company.start.day != 1:
        yield "start", company.start, f"the first of a month, such as {company.start.replace(day=1)}"
    if not 1900 <= company.start.year <= 2200:
        yield "start", company.start, "a year between 1900 and 2200"


def _team(company: Company, team: Team) -> Iterator[Found]:
    if (team.at_once is None) == (team.book is None):
        text = "a team either serves (at_once = 20) or keeps a book (book = 50): give one of the two"
        yield team.path, None, text
    yield from hire_problems(company, team)


def _stages(company: Company, play: Play) -> Iterator[Found]:
    names = [s.name for s in play.stage]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"{play.path}.stage", name, "every stage of a play has a name of its own"
    for mark in ("sal", "won"):
        marked = [s.name for s in play.stage if s.marks == mark]
        if len(marked) != 1:
            what = "qualified" if mark == "sal" else "signed"
            has = f"; here it is {' and '.join(marked)}" if marked else ""
            yield f"{play.path}.stage", None, f'exactly one stage has marks = "{mark}" ({what}){has}'
    last: tuple[int, str] = (0, "")
    for stage in play.stage:
        if stage.marks is None:
            continue
        again = MARKS[stage.marks] == last[0] and stage.marks in ("mql", "sql")
        if MARKS[stage.marks] < last[0] or again:
            text = f"marks come in the order mql, sql, sal, won, each once; {last[1]} is before it"
            yield f"{stage.path}.marks", stage.marks, text
        last = (MARKS[stage.marks], stage.marks)
    close = close_of(play.stage)
    for at, stage in enumerate(play.stage):
        yield from _stage(company, stage, names, at, close)


def _stage(company: Company, stage: Stage, names: list[str], at: int, close: int) -> Iterator[Found]:
    path = stage.path
    for team in stage.team:
        if team not in company.team:
            yield f"{path}.team", team, f"there is no such team; {did_you_mean(team, company.team)}"
        elif company.team[team].book is not None:
            yield f"{path}.team", team, "this team keeps a book and has no seats; it can attend impact"
    yield from time_problems(stage, at > close)
    if len(set(stage.team)) < len(stage.team):
        yield f"{path}.team", stage.team, "two different teams"
    if stage.accuracy is not None and (stage.passes is None or stage.passes.per_account):
        why = "there is no rate" if stage.passes is None else "the rate already differs between accounts"
        yield stage.accuracy.path, None, f"has no effect here: {why} (passes)"
    before = names[: close + 1]
    if stage.passes_to is not None:
        if at >= close:
            yield f"{path}.passes_to", stage.passes_to, "from the close on, stages follow in their order"
        elif stage.passes_to not in before:
            yield f"{path}.passes_to", stage.passes_to, _no_stage(stage.passes_to, names, before)
    loss = stage.loses_to
    if loss is None:
        return
    if at > close:
        yield loss.path, None, "not allowed after the close: a customer that stumbles goes on"
        return
    if (loss.nurture is None) != (loss.after is None):
        yield (
            loss.path,
            None,
            'nurture and after come together: { nurture = "20%", after = "3 months" }',
        )
    if loss.nurture is None and loss.to is None:
        yield loss.path, None, "a stage's name, or { nurture, after }"
    if loss.to is not None and loss.to not in before:
        yield loss.path, loss.to, _no_stage(loss.to, names, before)


def _no_stage(name: str, names: list[str], before: list[str]) -> str:
    if name in names:
        return "only stages up to the one that marks won can be jumped to"
    return f"there is no such stage; {did_you_mean(name, before)}"


def _after_sale(company: Company, play: Play) -> Iterator[Found]:
    impact, offer = play.impact, play.offer
    if impact is not None:
        if impact.team is not None:
            if impact.team not in company.team:
                text = f"there is no such team; {did_you_mean(impact.team, company.team)}"
                yield f"{impact.path}.team", impact.team, text
            elif company.team[impact.team].book is None and company.team[impact.team].at_once is not None:
                yield f"{impact.path}.team", impact.team, "a team that keeps a book (book = 50)"
        if impact.accuracy is not None and impact.reached.per_account:
            text = "has no effect here: the rate already differs between accounts (reached)"
            yield impact.accuracy.path, None, text
        if impact.after_setback is not None and close_of(play.stage) == len(play.stage) - 1:
            yield impact.after_setback.path, None, "there is no stage after the close that could fail"
    renewal = play.renewal
    lift = renewal.lift if renewal is not None and renewal.overall.per_account else None
    if lift is not None and not (lift.certain and lift.mean == 1.0):
        text = "only beside an overall rate that is one for all: one that differs is not solved for the lift"
        yield lift.path, said(lift), text
    for growth in (play.expansion, play.referral):
        if growth is not None and impact is None:
            yield growth.path, None, f"only with impact: write [{play.path}.impact]"
    for decision in (play.renewal, play.contraction):
        if decision is not None and offer.licence is not None and not offer.recurs:
            yield decision.path, None, "nothing recurs: there is no price and no maintenance"


def _leads(company: Company, play: Play) -> Iterator[Found]:
    fed = play.takes_from or any(
        play is company.play.get(to) for other in company.play.values() for to in other.move
    )
    if play.leads is None and not play.leads_on and not fed and company.opening is None:
        text = 'missing: leads = "400 a month", or leads_on = [2027-01-05], or those of today in [opening]'
        yield play.path, None, text
    if play.units is not None and play.units.mean < 1.0:
        yield (
            play.units.path,
            said(play.units),
            "an account has one whole unit at least: price a larger unit",
        )
    if play.growth is not None and play.leads is None:
        yield play.growth.path, None, "of leads a month: there are none"
    for day, leads in Counter(play.leads_on).items():
        if leads > MOST_ON_A_DATE:
            yield f"{play.path}.leads_on", day, f"at most {MOST_ON_A_DATE:,} leads on one date, not {leads:,}"
    for n, day in enumerate(play.leads_on):
        where = f"{play.path}.leads_on[{n + 1}]"
        if not company.start <= day < company.end:
            yield where, day, f"from {company.start} on, and before {company.end}"
        elif n and day < play.leads_on[n - 1]:
            yield where, day, "dates come in order"
