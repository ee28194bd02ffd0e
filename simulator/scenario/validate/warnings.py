"""Warn of what a file may say but seldom means."""

from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of, reached_in
from simulator.company.team_order import orders_that_contradict
from simulator.quantity.spoken import digits, each
from simulator.quantity.units import months_of, per_of
from simulator.scenario.to_model.frame import run_off
from simulator.scenario.validate.volumes import won_of_brought_a_month


def doubts_about(company: Company, reference: Company | None = None) -> list[str]:
    """What is allowed, but seldom meant."""
    found = []
    for name, motion in company.motion.items():
        base = reference.motion.get(name) if reference else None
        if (
            base
            and motion.renewal
            and motion.renewal == base.renewal
            and motion.offer.months != base.offer.months
        ):
            found.append(
                f"{motion.renewal.path}: the rate comes from the base and is for its term of "
                f"{base.offer.months} month(s); the term here is {motion.offer.months}"
            )
        children = expected_children(company, motion)
        if children > 1.0 and motion.market is None:
            found.append(
                f"{motion.path}: a customer is expected to bring {children:.1f} new customers in its life, "
                "by recommending us or with its champion; with more than one, they may multiply without end"
            )
        found += _two_churns(motion)
        found += _dearer_than_worth(company, motion)
        if motion.renewal is None and motion.offer.recurs:
            found.append(f"{motion.path}: there is no [{motion.path}.renewal], so customers stay for ever")
    if company.opening is None and all(motion.opens_at_arr is not None for motion in company.motion.values()):
        found.append(
            "motion: every motion waits for recurring revenue to open, and there is none to begin with"
        )
    if not any(motion.has_leads for motion in company.motion.values()):
        found.append("motion: no lead ever comes, so only those who are there on the first day are lived on")
    found += filter(None, [orders_that_contradict(company)])
    for name, team in company.team.items():
        if team.is_empty:
            found += [
                f"{team.path}: nobody works there; who comes to {stage.path} waits "
                + (
                    "and is lost, unworked"
                    if stage.max_wait
                    else "for ever; a customer is then never started, and decides as one without impact"
                )
                for motion in company.motion.values()
                for stage in motion.stage
                if name in stage.team
            ]
        if not any(name in s.team for p in company.motion.values() for s in p.stage) and not any(
            (p.impact is not None and p.impact.team == name) or name in {c.team for c in p.channel.values()}
            for p in company.motion.values()
        ):
            found.append(f"{team.path}: nothing is asked of this team")
    return found


def doubts_about_change(company: Company, before: Company) -> list[str]:
    """Where a change of the way that accounts go leaves a rate without the meaning that it was stated with.

    A threshold is kept: whoever comes is judged as before. What cannot be kept is who the stated share is of,
    where nobody came before, and what becomes of those who fail, where the close has moved.
    """
    found = []
    for name, motion in company.motion.items():
        was = before.motion[name]
        came, come = (reached_in(m, _entries(c, name)) for m, c in ((was, before), (motion, company)))
        for stage in motion.stage:
            if stage.name in come - came and stage.passes is not None:
                found.append(
                    f"{stage.path}: nobody comes there without the change, so its share that passes is that "
                    "of all leads, and those who come now pass more or less often"
                )
        closes = [one.stage[close_of(one.stage)].name for one in (was, motion)]
        if closes[0] != closes[1]:
            kept = ", impact and renewal" if motion.impact and motion.renewal else " and the life after it"
            found.append(
                f"{motion.path}: the close moves from {closes[0]} to {closes[1]}: thresholds of stages{kept} "
                f"stay as they were settled with the close at {closes[0]}"
            )
    return found


def _entries(company: Company, name: str) -> list[str]:
    """Stages at which accounts enter a motion that are lost elsewhere, come by its channels, are brought by
    customers, or come back."""
    moves = (move for other in company.motion.values() for to, move in other.move.items() if to == name)
    motion = company.motion[name]
    channels = (channel.enters for channel in motion.channel.values())
    return [
        stage for stage in (*(move.stage for move in moves), *channels) if stage is not None
    ] + motion.entries


def _two_churns(motion: Motion) -> list[str]:
    """The share that stays a year where payments fail on top of decisions: a rate of renewal that is measured
    holds all who left, for whatever reason."""
    offer, renewal = motion.offer, motion.renewal
    if offer.failed_payments is None or renewal is None or not offer.recurs:
        return []
    ends = offer.failed_payments.mean * (1.0 - (offer.retries.recovered.mean if offer.retries else 0.0))
    stays = renewal.overall.mean
    if ends == 0.0 or stays == 1.0:
        return []
    kept = stays ** (12 / offer.months) * (1.0 - ends) ** (12 / offer.every)
    decided, billed = (each(months) for months in (offer.months, offer.every))
    return [
        f"{renewal.path}.overall: failed payments come on top of it: renewal {_share(stays)} every {decided} "
        f"and {_share(ends)} of payments lost, of invoices every {billed}, together keep {_share(kept)} a "
        "year; a rate that was measured holds all who left, so state here that of those who decided"
    ]


def _dearer_than_worth(company: Company, motion: Motion) -> list[str]:
    """What recurs for a unit, at the best guess, above what impact is worth to whoever pays it."""
    offer, value = motion.offer, company.product.impact_value
    if value is None or motion.impact is None:
        return []
    paid = _paid_a_month(motion)
    since, rises = "", 1.0
    for rise in offer.price_rises:
        if paid * rises <= value.mean:
            since = f" from {rise.from_:%Y-%m} on"
        rises *= 1.0 + rise.by.mean
        if paid * rises > value.mean:
            break
    if paid * rises <= value.mean:
        return []
    path = offer.price_rises[0].path.rpartition(".")[0] if since else offer.path
    return [
        f"{path}: {digits(paid * rises)} a month is paid for each unit{since}, more than impact is worth to "
        f"the buyer ({value.path}: {digits(value.mean)}): would as many buy, and stay, at that price?"
    ]


def _paid_a_month(motion: Motion) -> float:
    """What an account of middle size pays for a unit of the product in a month, at full use."""
    offer = motion.offer
    beyond = 1.0 - (offer.metered.included.mean if offer.metered and offer.metered.included else 0.0)
    paid = 0.0
    for price, share in ((offer.per_unit, 1.0), (offer.per_use, beyond)):
        if price is not None:
            paid += share * price.mean / per_of(price.unit) / months_of(price.unit)
    if offer.licence is not None and offer.maintenance is not None:
        paid += offer.licence.mean * offer.maintenance.mean / 12
    paid *= offer.size.mean if offer.size else 1.0
    if offer.fee is not None:
        paid += offer.fee.mean / months_of(offer.fee.unit) / (motion.units.mean if motion.units else 1.0)
    return paid


def _share(value: float) -> str:
    return f"{digits(100.0 * value)} %"


def expected_children(company: Company, motion: Motion) -> float:
    """Customers that one customer brings in its life within the years simulated, about."""
    months = 12 * company.years + run_off(company)
    stays = motion.renewal.overall.mean if motion.renewal else 1.0
    term = motion.offer.months
    life, alive, month = 0.0, 1.0, 0
    while month < months:
        life += alive * min(term, months - month)
        alive *= stays
        month += term
    return life * won_of_brought_a_month(motion)
