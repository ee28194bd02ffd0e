"""Gates of a hire: recurring revenue, utilisation of the team, months of cash."""

from simulator.kernel.jit import Record, compiled
from simulator.money.cash import cash_flows
from simulator.rules.life import INF
from simulator.rules.world import money_at, rows_of, team_at, team_state_at

_BURN_MONTHS = 3


@compiled
def gated(plan: Record) -> bool:
    """Whether a line of a plan waits for anything but its day."""
    return plan["gate_arr"] >= 0 or plan["gate_used"] >= 0.0 or plan["gate_cash"] >= 0.0


@compiled
def may_hire(world: Record, team: int, plan: Record, now: float) -> bool:
    """Whether every gate of a line is open at this month end."""
    if world["arr"] < plan["gate_arr"]:
        return False
    if plan["gate_used"] >= 0.0 and used(world, team, now) < plan["gate_used"]:
        return False
    return not (plan["gate_cash"] >= 0.0 and months_of_cash(world, now) < plan["gate_cash"])


@compiled
def used(world: Record, team: int, now: float) -> float:
    """Share of the team's seats in use since the last month end; how full its book is."""
    row = team_at(world, team)
    state = team_state_at(world, team)
    if row["book"] > 0.0:
        room = row["book"] * state["people"]
        return state["accounts"] / room if room > 0.0 else 1.0
    days = state["seats"] * (now - state["busy_from"])
    return state["busy_days"] / days if days > 0.0 else 1.0


@compiled
def months_of_cash(world: Record, now: float) -> float:
    """How long the money lasts at the burn of the last three months; INF where none is burnt."""
    money = money_at(world, 0)
    rows = rows_of(world)
    flows = cash_flows(
        rows, world["born"], world["offers"], world["motions"], world["stages"], world["teams"],
        world["team_count"], world["motion_count"], money, now,
    )  # fmt: skip
    cash = float(money["cash"])
    for flow in flows:
        cash += flow
    last = min(_BURN_MONTHS, len(flows))
    burn = 0.0
    for month in range(len(flows) - last, len(flows)):
        burn -= flows[month] / last
    if burn <= 0.0:
        return INF
    return cash / burn
