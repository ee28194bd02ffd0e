"""Metrics of who carries the risk of a sale, buyer or seller, and for how long: docs/risk.md."""

import numpy as np

from simulator.metrics.exposures import exposures
from simulator.metrics.metric import LESS, NEITHER, RISK, metric
from simulator.metrics.ratio import median, ratio
from simulator.metrics.reading import Reading
from simulator.numerics.months import MONTH

_EXPOSED = (
    "Accounts born before the horizon and decided, won or lost, a lifetime (60 months unless stated) before "
    "the end of the run-off; exposures from birth to a loss or a lifetime after the signature. Of who stays "
    "counts what is booked before that last day; who left still pays what it owes."
)


@metric("buyer_risk", unit="money", label="buyer's risk", group=RISK, better=LESS, also=_EXPOSED)
def buyer_risk(of: Reading) -> float:
    """What a customer has paid or is bound to pay, plus its own effort, less the value of impact it got,
    where positive: its mean over all days of all customers. Prospects buy nothing and are not in it."""
    at_stake = exposures(of)
    return at_stake.of_buyer * ratio(at_stake.buyer_days / 100, at_stake.customer_days)


@metric(
    "buyer_risk_peak",
    unit="money",
    label="buyer's risk, peak of a customer",
    group=RISK,
    better=LESS,
    also=_EXPOSED,
)
def buyer_risk_peak(of: Reading) -> float:
    """Mean over customers of the buyer's largest exposure."""
    at_stake = exposures(of)
    peaks = at_stake.customers["buyer_peak"]
    return at_stake.of_buyer * ratio(peaks.sum() / 100, len(peaks))


@metric("buyer_loss_share", unit="share", label="customers who lose", group=RISK, better=LESS, also=_EXPOSED)
def buyer_loss_share(of: Reading) -> float:
    """Of all customers, the share that left for good with less value than they had paid and put in, or own
    the product and stand there a lifetime after the signature."""
    at_stake = exposures(of)
    lose = at_stake.over & (at_stake.customers["buyer_left"] > 0)
    return at_stake.of_buyer * ratio(int(lose.sum()), len(lose))


@metric(
    "seller_risk",
    unit="money",
    label="seller's risk, lost leads included",
    group=RISK,
    better=LESS,
    also=_EXPOSED,
)
def seller_risk(of: Reading) -> float:
    """What was spent on winning, starting and serving an account less what it has paid, where positive:
    summed over the days of all accounts, lost prospects included, per day of a customer. So it may be more
    than the peak of the average customer, which has nothing to do with those who are lost."""
    at_stake = exposures(of)
    return at_stake.of_seller * ratio(at_stake.seller_days / 100, at_stake.customer_days)


@metric(
    "seller_risk_peak",
    unit="money",
    label="seller's risk, peak of a customer",
    group=RISK,
    better=LESS,
    also=_EXPOSED,
)
def seller_risk_peak(of: Reading) -> float:
    """Mean over customers of the seller's largest exposure; lost prospects are not in it."""
    at_stake = exposures(of)
    peaks = at_stake.customers["seller_peak"]
    return at_stake.of_seller * ratio(peaks.sum() / 100, len(peaks))


@metric(
    "seller_loss_share", unit="share", label="customers at a loss", group=RISK, better=LESS, also=_EXPOSED
)
def seller_loss_share(of: Reading) -> float:
    """Of all customers, the share that left for good, or own the product, and paid less than was spent on
    them; lost prospects, nearly always a loss, are not in it."""
    at_stake = exposures(of)
    at_a_loss = at_stake.over & (at_stake.customers["seller_left"] > 0)
    return at_stake.of_seller * ratio(int(at_a_loss.sum()), len(at_a_loss))


# Neither is better: who of two carries more.
@metric(
    "seller_share_of_risk",
    unit="share",
    label="seller's share of the risk",
    group=RISK,
    better=NEITHER,
    also=_EXPOSED,
)
def seller_share_of_risk(of: Reading) -> float:
    """The seller's exposure summed over days, lost prospects included, of the sum of both sides'."""
    at_stake = exposures(of)
    both = at_stake.seller_days + at_stake.buyer_days
    return at_stake.of_buyer * at_stake.of_seller * ratio(at_stake.seller_days, both)


@metric(
    "months_to_recover",
    unit="months",
    label="months until costs are recovered",
    group=RISK,
    better=LESS,
    also=_EXPOSED,
)
def months_to_recover(of: Reading) -> float:
    """Median over customers of the months from the signature until payments cover, for good, all that was
    spent on it; those who never get there count as a lifetime, so that a lifetime means: half never do. Lost
    prospects are not in it."""
    at_stake = exposures(of)
    waited = (at_stake.customers["recovered"] - at_stake.terms["won"]) / MONTH
    return at_stake.of_seller * median(np.clip(waited, 0.0, of.lifetime))


@metric(
    "spend_never_recovered",
    unit="share",
    label="spend never recovered",
    group=RISK,
    better=LESS,
    also=_EXPOSED,
)
def spend_never_recovered(of: Reading) -> float:
    """Of all spent on accounts, lost prospects included, the share that their own payments did not cover:
    when the last invoice of a lost account was due, or a lifetime after the signature."""
    return ratio(exposures(of).seller_left, exposures(of).spent)
