"""Tell the world how long its money lasts, at the month ends at which a plan asks."""

import math

from simulator.money.cash import CashFlows
from simulator.rules.world import World

_BURN_MONTHS = 3


class CashGates:
    """What both engines ask at the instant `cash_due` of the world, before anything else happens then."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.flows: CashFlows | None = None  # most companies never ask

    def tell(self) -> None:
        """Put the months of cash of this month end into the world, and when they are due again."""
        now = float(self.world.record["cash_due"])
        if self.world.first_cash_gate() <= now:  # it may have opened since
            self.world.record["months_of_cash"] = self._months(now)
        self.world.plan_cash(now)

    def _months(self, now: float) -> float:
        """How long the money lasts at the burn of the last three months; INF where none is burnt."""
        world, record = self.world, self.world.record
        self.flows = self.flows or CashFlows(world.numbers)
        flows = self.flows.until(now, world.rows[: record["written"]], int(record["born"]))
        cash = float(world.numbers.money["cash"][0])
        for flow in flows:
            cash += flow
        last = min(_BURN_MONTHS, len(flows))
        burn = 0.0
        for month in range(len(flows) - last, len(flows)):
            burn -= flows[month] / last
        return cash / burn if burn > 0.0 else math.inf
