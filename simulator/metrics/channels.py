"""Metrics by channel: how many leads come by each, what they cost, and what becomes of them."""

import math

import numpy as np

from simulator import ledger
from simulator.metrics.costs import stated
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.lifetime import lives_of_channels
from simulator.metrics.metric import CHANNELS, LESS, MORE, NEITHER, WAYS, metric_of_each
from simulator.metrics.opportunities import judged
from simulator.metrics.ratio import median, ratio
from simulator.metrics.reading import Reading, came_by, once, reader
from simulator.money import entry_kinds
from simulator.money.journal import Booked
from simulator.numerics.jit import Flags, Ints, Rows, compiled

SPENT, MADE, LEFT = range(3)  # to win its customers, of that for the leads themselves; earned less all costs


@compiled
def by_channel(booked: Booked, rows: Rows, came: Ints, horizon: float, sums: Ints) -> None:
    """Add up, in cents before the horizon, what is spent on leads of each channel: shape (channels, 3)."""
    entries, starts = booked.entries, booked.starts
    for account in range(max(booked.first, 0), booked.end):
        channel = came[account]
        if channel < 0:
            continue
        for i in range(starts[account + 1], starts[account + 2]):
            entry = entries[i]
            kind, cents = entry["kind"], entry["cents"]
            if not 0.0 <= entry["day"] < horizon:
                continue
            if entry_kinds.wins(kind):
                sums[channel, SPENT] += cents
                row = entry["row"]
                if row >= 0:
                    event = rows[row]["event"]  # bought, made by people, or a former customer
                    if event == ledger.LEAD or event == ledger.BACK_AS_LEAD:
                        sums[channel, MADE] += cents
            if entry_kinds.is_cost(kind):
                sums[channel, LEFT] -= cents
            elif kind == entry_kinds.EARNED:
                sums[channel, LEFT] += cents


@reader
class OfChannels:
    """`sums`: as `by_channel` has them."""

    def __init__(self, of: Reading) -> None:
        self.rows, self.came, self.horizon = of.mine.rows, came_by(of), of.horizon
        self.sums = np.zeros((len(of.header.channels), 3), np.int64)

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        by_channel(piece, self.rows, self.came, self.horizon, self.sums)


def _cents(of: Reading, channel: int, what: int) -> float:
    """Units of the currency; nan where no cost is stated."""
    return stated(of) * float(of.entries(OfChannels).sums[channel, what]) / 100


@once
def _born(of: Reading) -> Flags:
    """Whether an account was born from the first day to the horizon."""
    born = born_and_won(of)[0]
    found: Flags = (born >= 0.0) & (born < of.horizon)
    return found


def _leads(of: Reading, channel: int) -> int:
    return int((_born(of) & (came_by(of) == channel)).sum())


def _won(of: Reading, channel: int) -> int:
    won = born_and_won(of)[1]
    return int(((won >= 0.0) & (won < of.horizon) & (came_by(of) == channel)).sum())


@metric_of_each(WAYS, "channel_leads", unit="accounts", label="leads, {}", group=CHANNELS, better=NEITHER)
def channel_leads(of: Reading, channel: int) -> float:
    """Leads that came by the channel from the first day to the horizon; `own` are those of the motion itself,
    beside its channels; `referral`, `champion` and `winback` those that its customers brought: recommended,
    called from a new employer, or back to be won anew."""
    return float(_leads(of, channel))


@metric_of_each(WAYS, "channel_won", unit="accounts", label="won, {}", group=CHANNELS, better=MORE)
def channel_won(of: Reading, channel: int) -> float:
    """Customers signed from the first day to the horizon who came by the channel, in whatever motion they
    signed."""
    return float(_won(of, channel))


@metric_of_each(WAYS, "channel_win_rate", unit="share", label="won of leads, {}", group=CHANNELS, better=MORE)
def channel_win_rate(of: Reading, channel: int) -> float:
    """Of the leads that came by the channel from the first day to the horizon, the share that ever signed."""
    mine = _born(of) & (came_by(of) == channel)
    return ratio(int((born_and_won(of)[1][mine] < math.inf).sum()), int(mine.sum()))


@metric_of_each(WAYS, "channel_cycle_days", unit="days", label="cycle, {}", group=CHANNELS, better=LESS)
def channel_cycle_days(of: Reading, channel: int) -> float:
    """Median days from the opening of an opportunity to its signature, as in the sales cycle of the company,
    of those who came by the channel."""
    found = judged(of)
    return median(found.days[found.won & (came_by(of)[found.account] == channel)])


@metric_of_each(
    WAYS, "channel_lead_cost", unit="money", label="cost of a lead, {}", group=CHANNELS, better=LESS
)
def channel_lead_cost(of: Reading, channel: int) -> float:
    """What was paid for the leads of the channel from the first day to the horizon, and the pay of people for
    the time in which they made them, or to win back who had left, over these leads: the average. Undefined
    where the scenario states no cost."""
    return ratio(_cents(of, channel, MADE), _leads(of, channel))


@metric_of_each(
    WAYS, "channel_marginal_lead_cost", unit="money", label="cost of one more lead, {}", group=CHANNELS,
    better=LESS,
)  # fmt: skip
def channel_marginal_lead_cost(of: Reading, channel: int) -> float:
    """What one more lead would have cost: where a lead costs more on average the more are bought, the dearer
    price is that of all, so it is the average times 1 + log2(1 + how much dearer leads are when they double).
    With 30 % that is 1.38 times the average. The same as the average where nothing is said of that."""
    dearer = float(of.header.channel["dearer"][channel])
    return channel_lead_cost.of_one(of, channel) * (1.0 + math.log2(1.0 + dearer))


@metric_of_each(WAYS, "channel_cac", unit="money", label="acquisition cost, {}", group=CHANNELS, better=LESS)
def channel_cac(of: Reading, channel: int) -> float:
    """All that was spent from the first day to the horizon to win those who came by the channel (leads, or
    the time of people who made them, people and other cost of stages before the close, commission, a
    partner's share of the first year, free users), over those of them who signed in that time. Months in
    which a team worked for nobody are of no channel: they are in the cost of the company, and not here.
    Undefined where the scenario states no cost."""
    cents = _cents(of, channel, SPENT)
    return ratio(cents, _won(of, channel)) if cents else math.nan


@metric_of_each(WAYS, "channel_ltv", unit="money", label="lifetime value, {}", group=CHANNELS, better=MORE)
def channel_ltv(of: Reading, channel: int) -> float:
    """Lifetime value, as that of the company is worked out, of the customers signed from the first day to the
    horizon who came by the channel; what a partner keeps after the first year lowers it."""
    return float(lives_of_channels(of)[channel].worth[of.lifetime]) / 100


@metric_of_each(
    WAYS, "channel_contribution", unit="money", label="contribution, {}", group=CHANNELS, better=MORE
)
def channel_contribution(of: Reading, channel: int) -> float:
    """Revenue of those who came by the channel less all that was spent on them, to win and to serve, from the
    first day to the horizon; lost deals are in it, costs of no account are not. Undefined where the scenario
    states no cost."""
    return _cents(of, channel, LEFT)
