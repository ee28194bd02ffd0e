"""Check keys of costs, of money, and of how metrics are defined."""

from collections.abc import Iterator

from simulator.company.schema import Company, numbers_of
from simulator.company.stage import Stage
from simulator.errors import Found, did_you_mean
from simulator.quantity.number import said
from simulator.quantity.units import PriceUnits


def cost_problems(company: Company) -> Iterator[Found]:
    """What is wrong with costs, the value of impact, measures, and cents."""
    value = company.product.impact_value
    if value is not None and not any(motion.impact for motion in company.motion.values()):
        yield value.path, said(value), "no motion looks at impact"
    yield from _measures(company)
    yield from _cents(company)


def time_problems(stage: Stage, after_close: bool) -> Iterator[Found]:
    """What is wrong with the time that a stage takes, and with those who use the product for nothing."""
    if stage.takes is None and stage.trial is None:
        text = "missing: time from the start of the work to the decision"
        yield f"{stage.path}.takes", None, text
    for number in (stage.trial, stage.free_user_cost):
        if number is not None and after_close:
            yield number.path, said(number), "only before the close: after it an account is a customer"


def _measures(company: Company) -> Iterator[Found]:
    chosen = company.measures.variants
    if not chosen:
        return
    from simulator.metrics import VARIANTS  # a list of names, needed by few files

    for metric, variant in chosen.items():
        path = f"{company.measures.path}.{metric}"
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
