"""Check what brings customers beside leads: where they come in, chances that add up, and markets."""

from collections.abc import Iterator

from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of, reaches_won_unqualified
from simulator.errors import Found, did_you_mean
from simulator.quantity.number import said


def loop_problems(company: Company, motion: Motion) -> Iterator[Found]:
    """What is wrong with recommendations, champions, those who come back, and the market of a motion."""
    yield from _entries(motion)
    champion, referral, market = motion.champion, motion.referral, motion.market
    if champion is not None and champion.renewal_odds is not None and motion.renewal is None:
        text = f"only with renewal: write [{motion.path}.renewal]; without it customers stay for ever"
        yield champion.renewal_odds.path, said(champion.renewal_odds), text
    if champion is not None and referral is not None:
        both = champion.leaves.mean + referral.with_impact.mean
        if both > 1.0 + 1e-9:
            text = (
                "of one cycle a customer recommends us or its champion leaves, not both: together with "
                f"{referral.with_impact.path} at most 100 %, not {100.0 * both:.4g} %"
            )
            yield champion.leaves.path, said(champion.leaves), text
    if market is not None and not motion.leads and not motion.leads_on and company.opening is None:
        text = "has no effect: nobody comes of it, for the motion has no leads of its own"
        yield market.path, None, text


def _entries(motion: Motion) -> Iterator[Found]:
    """Stages at which accounts come in that are none, or from which they would be won unqualified."""
    names = [stage.name for stage in motion.stage]
    close = close_of(motion.stage)
    qualified = next((n for n, stage in enumerate(motion.stage) if stage.marks == "sal"), close)
    may = names[: qualified + 1]
    for part in motion.loops:
        if part.enters is None:
            continue
        path = f"{part.path}.enters"
        if part.enters not in names:
            yield path, part.enters, f"there is no such stage; {did_you_mean(part.enters, may)}"
        elif part.enters not in names[: close + 1]:
            yield (
                path,
                part.enters,
                "only stages up to the one that marks sal: who comes in is no customer yet",
            )
        elif part.enters not in may and reaches_won_unqualified(motion, part.enters):
            text = (
                f"every won account has to be qualified first: from here it would come to {names[close]} "
                f"without passing {names[qualified]}"
            )
            yield path, part.enters, text
