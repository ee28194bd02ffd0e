"""What buyer and seller have at stake, day by day: the formula of docs/risk.md, read slowly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from simulator import ledger as events
from simulator.numerics.months import MONTH

from .account import BOUND, EFFORT, INF, ON_ACCOUNTS, PAID, VALUE, Account
from .books import NAN, Books, ratio


@dataclass
class Stake:
    """Of one account: cents x days of both sides, their largest exposures, and how it stands at the end."""

    account: Account
    gone: float
    owner: bool
    buyer_days: float = 0.0
    seller_days: float = 0.0
    buyer_peak: int = 0
    seller_peak: int = 0
    buyer_left: int = 0
    seller_left: int = 0
    spent: int = 0
    whole: float = 0.0  # the day from which on payments cover what was spent
    days: float = 0.0  # as a customer


def gone_for_good(account: Account) -> float:
    """The day on which a prospect or customer is lost, and does not come back; inf for never."""
    lost = INF
    for row in account.rows:
        if row["event"] == events.CHURNED or (row["event"] == events.LOST and row["to"] < 0):
            lost = row["day"]
        elif row["event"] == events.WON_BACK:
            lost = INF
    return lost


def stake(account: Account, lifetime: float, owner: bool) -> Stake:
    """Follow an account from its birth to its loss, or for a lifetime from its signature."""
    gone = gone_for_good(account)
    end = min(gone, account.won + lifetime)
    lost = gone <= account.won + lifetime
    found = Stake(account, gone if lost else INF, owner, whole=account.won)
    found.days = max(0.0, end - account.won)
    days = defaultdict[float, list[tuple[str, int]]](list)
    for one in account.entries:
        days[one.day].append((one.what, one.cents))
    sums = defaultdict[str, int](int)
    since, buyer, seller = account.born, 0, 0
    for day in sorted(days):
        if day >= end and not lost:
            break
        passed = max(0.0, min(day, end) - since)
        found.buyer_days += buyer * passed
        found.seller_days += seller * passed
        since = max(since, min(day, end))
        for what, cents in days[day]:
            sums["spent" if what in ON_ACCOUNTS else what] += cents
        owed = sums[PAID] if day > end else max(sums[PAID], sums[BOUND])
        buyer = max(0, owed + sums[EFFORT] - sums[VALUE])
        if seller > 0:
            found.whole = max(found.whole, day)
        seller = max(0, sums["spent"] - sums[PAID])
        if day <= end:
            found.buyer_peak = max(found.buyer_peak, buyer)
            found.seller_peak = max(found.seller_peak, seller)
    if since < end:
        found.buyer_days += buyer * (end - since)
        found.seller_days += seller * (end - since)
    paid = sums[PAID] if lost else max(sums[PAID], sums[BOUND])
    found.buyer_left = max(0, paid + sums[EFFORT] - sums[VALUE])
    found.seller_left, found.spent = seller, sums["spent"]
    return found


def risk_of_both_sides(of: Books) -> dict[str, float]:
    """All metrics of risk, by name."""
    lifetime = of.lifetime * MONTH
    latest = of.until - lifetime
    counted = []
    for account in of.accounts:
        decided = min(account.won, gone_for_good(account))
        if 0 <= account.born < of.horizon and decided <= latest:
            motion = [motion for _, motion in account.motions()][-1]
            owner = bool(of.header.offer["owned"][motion])
            counted.append(stake(account, lifetime, owner))
    customers = [one for one in counted if one.account.won < INF]
    days = sum(one.days for one in customers)
    many = len(customers)
    buyer_days = sum(one.buyer_days for one in customers)
    seller_days = sum(one.seller_days for one in counted)
    valued = any(motion["impact_value"] and motion["every"] for motion in of.header.motion)
    buyer_known = 1.0 if valued else NAN
    spent = sum(one.spent for one in counted)
    seller_known = 1.0 if spent else NAN
    ended = [one for one in customers if one.gone < INF or one.owner]
    months = [
        of.lifetime if one.seller_left else min((one.whole - one.account.won) / MONTH, of.lifetime)
        for one in customers
    ]
    return {
        "buyer_risk": ratio(buyer_days, days) / 100 * buyer_known,
        "buyer_risk_peak": ratio(sum(one.buyer_peak for one in customers), many) / 100 * buyer_known,
        "buyer_loss_share": ratio(sum(one.buyer_left > 0 for one in ended), many) * buyer_known,
        "seller_risk": ratio(seller_days, days) / 100 * seller_known,
        "seller_risk_peak": ratio(sum(one.seller_peak for one in customers), many) / 100 * seller_known,
        "seller_loss_share": ratio(sum(one.seller_left > 0 for one in ended), many) * seller_known,
        "seller_share_of_risk": ratio(seller_days, buyer_days + seller_days) * buyer_known * seller_known,
        "months_to_recover": (median(months) if months else NAN) * seller_known,
        "spend_never_recovered": ratio(sum(one.seller_left for one in counted), spent),
    }
