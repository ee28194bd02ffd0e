"""What one scenario's numbers say, in a few sentences. A number that is undefined is not spoken of."""

import math

from simulator.experiment import Outcomes, Summary, defined
from simulator.experiment.metric_rows import seldom_known
from simulator.experiment.money_by_motion import payback
from simulator.format import many, percent, plain, scale_of
from simulator.metrics.customers import MOVES, STATES

HIDDEN = 0.05  # of gross retention: what is lost and made up for within the year is told from here on


def meaning(outcomes: Outcomes) -> str:
    """From the market to recurring revenue, then what a customer costs and is worth, cash, and risk."""
    value = {name: outcomes.summary(name) for name in outcomes.values}
    said = [
        _customers(value["leads"], value["won"]),
        _deals(value["win_rate"], value["cycle_days_median"]),
        _recurring(value["arr_end"]),
        _retention(value["nrr"]),
        _regained(outcomes, value),
        _worth(value),
        _payback(outcomes),
        _cash(outcomes, value),
        _risk(outcomes, value),
    ]
    return " ".join(sentence for sentence in said if sentence)


def amount(summary: Summary, value: float | None = None) -> str:
    """A summary's mean, or a value of its kind, with the digits that its interval leaves it."""
    value = summary.mean if value is None else value
    scale = scale_of(summary.unit, [value])
    return f"{scale.show(value, summary.interval.half)} {scale.unit}".rstrip()


def _customers(leads: Summary, won: Summary) -> str:
    if not leads.mean:
        return ""
    if not won.mean:
        return "No prospect becomes a customer."
    one_in = leads.mean / won.mean
    return f"One in {plain(one_in, 0 if one_in >= 10 else 1)} prospects becomes a customer."


def _deals(win_rate: Summary, cycle: Summary) -> str:
    if math.isnan(win_rate.mean):
        return ""
    sentence = f"The win rate is {percent(win_rate.mean)}"
    if not math.isnan(cycle.mean):
        sentence += (
            f", and half of the wins take at most {plain(cycle.mean, 0 if cycle.mean >= 10 else 1)} days"
        )
    return sentence + "."


def _recurring(arr: Summary) -> str:
    if not arr.mean:
        return ""
    if arr.defined == 1:
        return f"At the end recurring revenue is {amount(arr)}."
    scale = scale_of(arr.unit, (arr.p10, arr.p90))
    mean, low, high = (scale.show(v, arr.interval.half) for v in (arr.mean, arr.p10, arr.p90))
    return (
        f"At the end recurring revenue is {mean} {scale.unit} on average, and between {low} and {high} "
        "in eight of ten runs."
    )


def _retention(nrr: Summary) -> str:
    if math.isnan(nrr.mean):
        return ""
    by_itself = "grows" if nrr.mean > 1 else "shrinks" if nrr.mean < 1 else "stands"
    return (
        f"Customers of a year before pay {percent(nrr.mean)} of what they paid then, those who left "
        f"included: without new ones the company {by_itself}."
    )


def _regained(outcomes: Outcomes, value: dict[str, Summary]) -> str:
    """Where gross retention from point to point hides a loss. Use that is metered swings: that is none."""
    states, moves = (value.get(f"grr:{way}") for way in (STATES, MOVES))
    if states is None or moves is None or outcomes.header.offer["metered"].any():
        return ""
    if not states.mean - moves.mean >= HIDDEN:
        return ""
    return (
        f"A gross retention of {percent(states.mean)} hides what was lost within the year and made up for "
        f"by its end: by movements it is {percent(moves.mean)}."
    )


def _worth(value: dict[str, Summary]) -> str:
    """What a customer costs and is worth; ratios of means would mislead, so the true ratio stands alone."""
    cost, worth = value["cac"], value["ltv"]
    if math.isnan(cost.mean) or math.isnan(worth.mean):
        return ""
    true = value.get("cac:cohort")
    if true is None or math.isnan(true.mean):
        true, in_truth = cost, ""
    else:
        in_truth = f" (true cohort value {amount(true)})"
    spent = f"Winning a customer costs {amount(cost)}{in_truth}"
    if worth.mean < 0:
        return f"{spent}; beside that, serving it brings a loss of {amount(worth, -worth.mean)}."
    verdict = "more" if worth.mean > true.mean else "less"
    return f"{spent}; once it is served it is worth {amount(worth)}, {verdict} than it cost."


def _payback(outcomes: Outcomes) -> str:
    """That of the tables; of what few runs reach it is said how many do."""
    if seldom := seldom_known(outcomes, "payback_months"):
        return f"Its payback is {seldom} runs only."
    found = payback(outcomes)
    return "" if math.isnan(found.mean) else f"Its payback is {amount(outcomes.summary('payback_months'))}."


def _cash(outcomes: Outcomes, value: dict[str, Summary]) -> str:
    """Whether money runs out, in how many replications and when; else how low it gets."""
    values = outcomes.values["runout_probability"]
    known = defined(values)
    if not known.size:
        return ""
    out, of = int(known.sum()), known.size
    low, month = value["cash_low"], value["cash_low_month"]
    lowest = f"{amount(low)} at its lowest" + (
        "" if math.isnan(month.mean) else f", around month {plain(month.mean, 0)}"
    )
    if out == 0:
        return f"Cash does not run out in {'any of ' if of > 1 else ''}{many(of, 'run')}: {lowest}."
    when = plain(value["runout_month"].mean, 0)
    if out == of:
        lead = "Cash runs out" if of == 1 else f"Cash runs out in all {of} runs"
    else:
        lead = f"Cash runs out in {out} of {of} runs"
    return f"{lead}, around month {when}; it is {lowest}."


def _risk(outcomes: Outcomes, value: dict[str, Summary]) -> str:
    share = value["seller_share_of_risk"]
    if math.isnan(share.mean):
        return ""
    sentence = f"Of the risk the seller carries {percent(share.mean)}, the buyer the rest"
    return sentence + _recovered(outcomes) + "."


def _recovered(outcomes: Outcomes) -> str:
    """When payments cover what was spent; a median of a whole lifetime means that half never get there."""
    months = outcomes.values["months_to_recover"]
    known = defined(months)
    life = int(outcomes.header.money["lifetime"][0])
    does = known[known < life]
    if not known.size:
        return ""
    after = float(does.mean()) if does.size else 0.0
    when = f"the seller has recovered its costs {_months(after)} after the signature"
    if round(after) == 0:
        when = "what is paid at the signature covers what the seller has spent until then"
    if does.size == known.size:
        return f"; {when}"
    never = f"half of the customers never pay back what was spent on them within {_months(life)}"
    if not does.size:
        return f"; {never}"
    return f"; in {known.size - does.size} of {many(known.size, 'run')} {never}, in the others {when}"


def _months(value: float) -> str:
    return many(round(value), "month")
