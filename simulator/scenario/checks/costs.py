"""What must hold between the keys of costs, of money, and of how it is measured."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.errors import Found, did_you_mean
from simulator.scenario.keys.people import Team
from simulator.scenario.keys.schema import Company, Stage, numbers_of
from simulator.scenario.numbers.number import said
from simulator.scenario.numbers.quantities import PriceUnits


def cost_problems(company: Company) -> Iterator[Found]:
    """What is wrong with costs, the value of impact, measures, and cents."""
    for name, team in company.team.items():
        yield from _pay(f"team.{name}", team)
    if company.product.impact_value is not None and not any(p.impact for p in company.play.values()):
        yield "product.impact_value", said(company.product.impact_value), "no play looks at impact"
    yield from _measures(company)
    yield from _cents(company)


def _pay(path: str, team: Team) -> Iterator[Found]:
    if team.selling is not None and team.book is None:
        yield f"{path}.selling", said(team.selling), "only for a team that keeps a book"
    if team.quota is not None and team.variable is None:
        text = "missing: variable, the pay of a person that meets the quota"
        yield f"{path}.quota", said(team.quota), text
    if team.clawback is not None and team.quota is None:
        yield f"{path}.clawback", said(team.clawback), "only with a quota: without one there is no commission"
    elif team.clawback is not None and team.book is not None:
        text = "only for a team that serves: it gives back what it had at the signature"
        yield f"{path}.clawback", said(team.clawback), text
    if team.burden is not None and team.base is None and team.variable is None:
        yield f"{path}.burden", said(team.burden), "a share of base and variable pay: there is none"


def time_problems(path: str, stage: Stage, after_close: bool) -> Iterator[Found]:
    """What is wrong with the time that a stage takes, and with those who use the product for nothing."""
    if stage.takes is None and stage.trial is None:
        text = "missing: time from the start of the work to the decision"
        yield f"{path}.takes", None, text
    if stage.takes is not None and stage.trial is not None:
        text = "a trial is the time that the stage takes: give one of the two"
        yield f"{path}.trial", said(stage.trial), text
    for key, number in (("trial", stage.trial), ("free", stage.free)):
        if number is not None and after_close:
            yield f"{path}.{key}", said(number), "only before the close: after it an account is a customer"
    if stage.stays is not None and stage.free is None:
        yield f"{path}.stays", said(stage.stays), 'only with what it costs, such as free = "0.50 a month"'


def _measures(company: Company) -> Iterator[Found]:
    chosen = company.measures.variants
    if not chosen:
        return
    from simulator.metrics.definitions import VARIANTS  # a list of names, needed by few files

    for metric, variant in chosen.items():
        path = f"measures.{metric}"
        if metric not in VARIANTS:
            yield path, variant, f"no metric with variants; {did_you_mean(metric, ['lifetime', *VARIANTS])}"
        elif variant not in VARIANTS[metric]:
            near = did_you_mean(str(variant), VARIANTS[metric])
            yield path, variant, f"no variant of {metric}; {near}"


def _cents(company: Company) -> Iterator[Found]:
    """Money below a cent, or in parts of one."""
    for path, number in numbers_of(company):
        if not isinstance(number.kind.units, PriceUnits):
            continue
        low = 100.0 * number.curve.at(0.05)
        whole = not number.certain or abs(low - round(low)) < 1e-6
        if 0.0 < low < 1.0 or not whole:
            more = "; what costs less than a cent is priced per 1000 units or more"
            yield path, said(number), f"whole cents{more if number.kind.units.most_per > 1 else ''}"
