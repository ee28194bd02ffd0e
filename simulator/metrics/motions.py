"""What winning customers costs in each motion, and what they are worth."""

import numpy as np

from simulator.metrics import efficiency
from simulator.metrics.costs import stated
from simulator.metrics.ledger_totals import by_motion, idle_by_motion
from simulator.metrics.lifetime import bought_in, lives_of_motions
from simulator.metrics.ratio import ratio, ratios
from simulator.metrics.reading import Reading
from simulator.metrics.spend import signatures
from simulator.metrics.unit_economics import simple_payback
from simulator.numerics.jit import Rows

MOTIONS = np.dtype(
    [
        ("won", "i8"),  # customers signed in it from the first day to the horizon
        ("signed_arr", "i8"),  # theirs, cents a year: of metered use what is expected of its first year
        ("spent", "i8"),  # to win customers before the horizon, cents, as in the acquisition cost
        ("payback_months", "f8"),  # as earned where any motion bills use, else simple
        ("ltv", "f8"),  # present value of a customer's lifetime, cents
    ]
)


def motions(of: Reading) -> Rows:
    """Of each motion, shape (motions,): together they are what the company's acquisition cost is made of.

    A customer counts in the motion in which it signed. Idle months of a team that sells for several motions
    are shared out among them by what was spent to win their customers. Undefined: what nobody was won for,
    what rests on cost where none is stated, a payback that does not come within a lifetime.
    """
    table = np.zeros(len(of.header.motions), MOTIONS)
    signed = signatures(of)
    before = (signed.won >= 0) & (signed.won < of.horizon)
    motion = bought_in(of)[signed.accounts[before]]
    np.add.at(table["won"], motion, 1)
    np.add.at(table["signed_arr"], motion, signed.owed[before, 0])
    columns = by_motion(of)
    table["spent"] = columns["acquisition_cost"].sum(axis=0) + idle_by_motion(of)
    table["ltv"] = [float(life.worth[of.lifetime]) for life in lives_of_motions(of)]
    cents = np.where(table["spent"] > 0, ratios(table["spent"], table["won"]), np.nan)
    chosen = of.chosen.get("payback_months", "as_billed")
    earned = chosen != "simple" and (chosen != "as_billed" or of.header.offer["metered"].any())
    for place, (row, life) in enumerate(zip(table, lives_of_motions(of), strict=True)):
        if earned:
            row["payback_months"] = stated(of) * life.earned_after(float(cents[place]))
        else:
            a_month = ratio(row["signed_arr"] / 1200, row["won"])
            mine = {name: column[:, place] for name, column in columns.items()}
            margin = stated(of) * efficiency.gross_margin(mine)
            row["payback_months"] = simple_payback(float(cents[place]) / 100, a_month, margin)
    return table
