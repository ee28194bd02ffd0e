"""Check keys between motions, of shocks, and of conditional hires."""

from collections.abc import Iterator
from statistics import fmean

from simulator.company.dynamics import Move, Shock
from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import circle_in, close_of, reaches_won_unqualified
from simulator.company.team import Team
from simulator.errors import Found, did_you_mean
from simulator.quantity.number import said

_ON_NEED = ("wakes", "fades", "at_birth")
_EFFECTS = ("leads", "win", "churn", "cycle", *_ON_NEED)


def dynamics_problems(company: Company) -> Iterator[Found]:
    """Everything that is wrong with how motions begin and hand over, and with shocks."""
    for name, motion in company.motion.items():
        yield from _opens(company, motion)
        for other, share in motion.takes_from.items():
            yield from _other(company, share.path, name, other, "take from")
        for other, move in motion.move.items():
            unknown = list(_other(company, move.path, name, other, "move to"))
            yield from unknown
            yield from _move(motion, move)
            if not unknown:
                yield from _entry(move, other, company.motion[other])
    yield from _taken(company)
    yield from _circle_of_losses(company)
    for shock in company.shock.values():
        yield from _shock(company, shock)


def _other(company: Company, path: str, name: str, other: str, what: str) -> Iterator[Found]:
    if other not in company.motion:
        others = [motion for motion in company.motion if motion != name]
        yield path, None, f"there is no such motion; {did_you_mean(other, others)}"
    elif other == name:
        yield path, None, f"a motion cannot {what} itself"


def _opens(company: Company, motion: Motion) -> Iterator[Found]:
    if motion.opens is not None and motion.opens_at_arr is not None:
        yield motion.opens_at_arr.path, said(motion.opens_at_arr), "opens or opens_at_arr, not both"
    if motion.opens is not None and not company.start <= motion.opens < company.end:
        yield f"{motion.path}.opens", motion.opens, f"from {company.start} on, and before {company.end}"
    elif motion.opens is not None:
        for n, day in enumerate(motion.leads_on, start=1):
            if day < motion.opens:
                yield f"{motion.path}.leads_on[{n}]", day, f"not before the motion opens, {motion.opens}"
    if motion.season is not None and not motion.grows:
        yield f"{motion.path}.season", None, "of leads a month: there are none"


def _move(motion: Motion, move: Move) -> Iterator[Found]:
    """What is wrong with a move, whatever the other motion is."""
    if move.at != "loss" and not motion.offer.recurs:
        yield f"{move.path}.at", move.at, "nothing recurs: there is no month in which a contract could move"
    elif move.at == "growth" and motion.expansion is None:
        yield f"{move.path}.at", move.at, "only with expansion"
    if move.stage is not None and move.at != "loss":
        yield f"{move.path}.stage", move.stage, 'only with at = "loss": a customer goes on as a customer'


def _entry(move: Move, name: str, other: Motion) -> Iterator[Found]:
    """What is wrong with the stage at which a lost account enters another motion."""
    if move.at != "loss" or move.stage is None:
        return
    names = [stage.name for stage in other.stage]
    before = names[: close_of(other.stage) + 1]
    if move.stage not in before:
        text = f"motion {name} has no such stage; {did_you_mean(move.stage, before)}"
        if move.stage in names:
            text = f"a stage of motion {name} up to the one that marks won"
        yield f"{move.path}.stage", move.stage, text


def moved_past_qualified(company: Company) -> Iterator[Found]:
    """Moves of lost accounts past the stage that marks sal, from which they could be won unqualified."""
    for motion in company.motion.values():
        for to, move in motion.move.items():
            other = company.motion[to]
            if move.at != "loss" or move.stage is None or not _loses_unqualified(motion):
                continue
            if reaches_won_unqualified(other, move.stage):
                won = other.stage[close_of(other.stage)].name
                qualified = next(stage.name for stage in other.stage if stage.marks == "sal")
                text = (
                    "every won account has to be qualified first: one that is lost before that would come to "
                    f"{won} without passing {qualified}"
                )
                yield f"{move.path}.stage", move.stage, text


def _loses_unqualified(motion: Motion) -> bool:
    """Whether an account can be lost that has not passed the stage that marks sal."""
    for stage in motion.stage:
        if stage.max_wait is not None or (stage.passes is not None and stage.passes.curve.ends[0] < 1.0):
            return True
        if stage.marks == "sal":
            return False
    return True


def _taken(company: Company) -> Iterator[Found]:
    """More than all of a motion's prospects, at the best guess."""
    for name in company.motion:
        shares = {o: p.takes_from[name].mean for o, p in company.motion.items() if name in p.takes_from}
        if len(shares) and fmean(shares.values()) * len(shares) > 1.0 + 1e-9:
            last = list(shares)[-1]
            number = company.motion[last].takes_from[name]
            takers = " and ".join(shares)
            text = f"{takers} take more than 100 % of the prospects of motion {name}"
            yield number.path, number.say(number.mean), text


def _circle_of_losses(company: Company) -> Iterator[Found]:
    """Motions that hand lost accounts on in a circle: an account might never end."""
    graph = {
        name: {to: None for to, move in motion.move.items() if move.at == "loss" and to != name}
        for name, motion in company.motion.items()
    }
    circle = circle_in(graph)
    if circle:
        way = " -> ".join([*circle, circle[0]])
        text = f"a circle of moves at a loss, which need not end: {way}"
        yield company.motion[circle[0]].move[[*circle, circle[0]][1]].path, None, text


def _shock(company: Company, shock: Shock) -> Iterator[Found]:
    if (shock.from_ is None) == (shock.odds is None):
        text = 'a shock begins on a date (from = 2028-01-01) or by chance (odds = "20% a year"): give one'
        yield shock.path, None, text
    elif shock.from_ is not None:
        if not company.start <= shock.from_ < company.end:
            yield f"{shock.path}.from", shock.from_, f"from {company.start} on, and before {company.end}"
        elif shock.from_.day != 1:
            yield (
                f"{shock.path}.from",
                shock.from_,
                f"the first of a month, such as {shock.from_.replace(day=1)}",
            )
    if all(getattr(shock, effect) is None for effect in _EFFECTS):
        yield shock.path, None, f"it has no effect: give {', '.join(_EFFECTS[:-1])} or {_EFFECTS[-1]}"
    followed = [motion.need for motion in company.motion.values() if motion.need is not None]
    for effect in _ON_NEED:
        factor = getattr(shock, effect)
        if factor is not None and all(getattr(need, effect) is None for need in followed):
            text = "nothing that it could change: no motion follows need"
            if followed:
                text = f"nothing that it could change: no motion says how its need {effect}"
            yield factor.path, said(factor), text


def hire_problems(company: Company, team: Team) -> Iterator[Found]:
    """What is wrong with a dated plan of headcount and its conditions."""
    before = company.start
    for n, plan in enumerate(team.people):
        where = f"{team.path}.people[{n + 1}]"
        if n == 0 and plan.when is not None:
            yield f"{where}.when", None, "the first headcount is there from the start on: no condition"
        elif plan.when is not None and not plan.when.model_dump(exclude_none=True):
            yield f"{where}.when", None, "at least one of arr, utilisation and cash_months"
        elif plan.when is None and n > 0 and plan.from_ is None:
            yield where, None, "missing: from, the first day of this headcount, or when, what must hold"
        elif plan.when is None and any(earlier.when for earlier in team.people[:n]):
            yield where, None, "dated headcounts come before those with when: it would have to wait for them"
        if plan.from_ is not None:
            if n == 0 and plan.from_ != company.start:
                text = f"the first headcount is from the start on: {company.start}"
                yield f"{where}.from", plan.from_, text
            elif n > 0 and plan.from_ <= before:
                yield f"{where}.from", plan.from_, "dates come in order"
            elif plan.from_ >= company.end:
                text = f"before {company.end}: after it headcount stays as it is"
                yield f"{where}.from", plan.from_, text
            before = plan.from_
