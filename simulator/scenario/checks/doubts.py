"""Warn of what a file may say but seldom means."""

from __future__ import annotations

from simulator.scenario.checks.sizes import recommended_a_month
from simulator.scenario.keys.schema import Company, Play
from simulator.scenario.rows.frame import run_off


def doubts_about(company: Company, reference: Company | None = None) -> list[str]:
    """What is allowed, but seldom meant."""
    found = []
    for name, play in company.play.items():
        base = reference.play.get(name) if reference else None
        if base and play.renewal and play.renewal == base.renewal and play.offer.months != base.offer.months:
            found.append(
                f"{play.renewal.path}: the rate comes from the base and is for its term of "
                f"{base.offer.months} month(s); the term here is {play.offer.months}"
            )
        children = expected_children(company, play)
        if children > 1.0:
            found.append(
                f"{play.path}.referral: a customer is expected to recommend {children:.1f} others in its "
                "life; with more than one, leads may multiply without end"
            )
        if play.renewal is None and play.offer.recurs:
            found.append(f"{play.path}: there is no [{play.path}.renewal], so customers stay for ever")
    if company.opening is None and all(play.opens_at is not None for play in company.play.values()):
        found.append("play: every play waits for recurring revenue to open, and there is none to begin with")
    for name, team in company.team.items():
        if not any(one.count.whole for one in team.people):
            found += [
                f"{team.path}: nobody works there; who comes to {stage.path} waits "
                + ("and goes cold" if stage.patience else "for ever; a customer then pays, and never starts")
                for play in company.play.values()
                for stage in play.stage
                if name in stage.team
            ]
        if not any(name in s.team for p in company.play.values() for s in p.stage) and not any(
            p.impact is not None and p.impact.team == name for p in company.play.values()
        ):
            found.append(f"{team.path}: nothing is asked of this team")
    return found


def expected_children(company: Company, play: Play) -> float:
    """Recommendations of one customer in its life within the years simulated, about."""
    months = 12 * company.years + run_off(company)
    stays = play.renewal.overall.mean if play.renewal else 1.0
    term = play.offer.months
    life, alive, month = 0.0, 1.0, 0
    while month < months:
        life += alive * min(term, months - month)
        alive *= stays
        month += term
    return life * recommended_a_month(play)
