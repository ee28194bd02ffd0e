"""Bill contracts: invoices, payments, revenue and what is promised, month by month.

In advance, a period is invoiced when it begins, at the fee then in force; a rise within it at once
for the rest of it. In arrears, and use always, when the period is over or the contract ends. Who grows
in the middle of a contract month pays for the rest of that month by the day.
Revenue is earned as it is served (https://en.wikipedia.org/wiki/Revenue_recognition): a contract
month when it ends. What is billed and not served is credited, and given back. What was served and is
never paid is written off when the contract ends: then invoices, less credit notes, are paid or written off.
We bill the customer and owe it the service, so what a partner keeps of each payment is no smaller revenue but
a cost: in the first twelve months of its first contract of winning it, as accountants count what they pay to
obtain a contract (IFRS 15.91), and from then on of the revenue that goes on.
"""

from simulator import ledger
from simulator.model import NONE
from simulator.money.contract_charges import begin, change, charged, in_full, rest_of_month, saved, settle
from simulator.money.entry_kinds import (
    BOUND,
    EARNED,
    GOODS,
    INVOICED,
    PAID,
    PARTNER,
    PARTNER_LATER,
    SERVING,
    WRITTEN_OFF,
)
from simulator.money.workspace import BILLS, PAYMENTS, channel_at, offer_of, put
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH


@compiled
def _invoice(bill: Record, offer: Record, day: float, row: int, cents: int, desk: Record) -> None:
    """An invoice, and its payment when it is due, unless it is never paid."""
    put(desk, BILLS, bill["motion"], day, INVOICED, NONE, row, cents)
    due = day + offer["pays_after"] + bill["delay"]
    if bill["unpaid"] == 1:
        bill["lost"] += cents
    elif due <= desk["until"]:
        put(desk, PAYMENTS, bill["motion"], due, PAID, NONE, row, cents)
        if bill["margin"] > 0.0 and due >= 0.0:
            first_year = day < bill["first"] + 12 * MONTH
            kind = PARTNER if first_year else PARTNER_LATER
            put(desk, PAYMENTS, bill["motion"], due, kind, NONE, row, whole_cents(bill["margin"] * cents))


@compiled
def _earn(bill: Record, offer: Record, day: float, row: int, cents: int, less: int, desk: Record) -> None:
    """Recurring revenue or use, and what it costs to host, which an introductory discount makes no `less`;
    nothing was spent before the first day."""
    put(desk, BILLS, bill["motion"], day, EARNED, NONE, row, cents)
    if day >= 0.0:
        hosting = whole_cents(offer["hosting"] * (cents + less))
        put(desk, BILLS, bill["motion"], day, SERVING, NONE, row, hosting)


@compiled
def _earn_month(bill: Record, offer: Record, day: float, desk: Record) -> None:
    """The contract month that ran is over."""
    _earn(bill, offer, day, bill["month_row"], bill["running"], bill["saved"], desk)


@compiled
def _bill_what_is_over(bill: Record, offer: Record, day: float, desk: Record) -> None:
    """Invoice what has been served: contract months in arrears, and use."""
    _invoice(bill, offer, day, bill["month_row"], bill["owed"], desk)
    _invoice(bill, offer, day, bill["use_row"], bill["used"], desk)
    bill["owed"] = 0
    bill["used"] = 0


@compiled
def _month_begins(bill: Record, offer: Record, month: int, desk: Record) -> None:
    """A contract month begins, and with it perhaps a period of billing, or a promise."""
    day = bill["anchor"] + month * MONTH
    bill["delay"] = offer["retries_after"] if bill["late"] == month + 1 else 0.0
    _earn_month(bill, offer, day, desk)
    if month % bill["every"] == 0:
        _bill_what_is_over(bill, offer, day, desk)
    bill["running"] = charged(bill, month, month + 1)
    bill["saved"] = in_full(bill, month, month + 1) - bill["running"]
    bill["month_row"] = bill["row"]
    if month >= bill["bound"]:
        bill["bound"] = (month // bill["span"] + 1) * bill["span"]
        put(desk, BILLS, bill["motion"], day, BOUND, NONE, bill["row"], charged(bill, month, bill["bound"]))
    if bill["ahead"] == 0:
        bill["owed"] += bill["running"]
    elif month >= bill["billed"]:
        bill["billed"] = (month // bill["every"] + 1) * bill["every"]
        _invoice(bill, offer, day, bill["row"], charged(bill, month, bill["billed"]), desk)
    bill["delay"] = 0.0


@compiled
def advance(bill: Record, offer: Record, day: float, desk: Record) -> None:
    """Let all contract months begin that do so before `day`."""
    if bill["open"] == 0:
        return
    first, end = settle(bill, day)
    if bill["fee"] == 0 and bill["running"] == 0 and bill["owed"] == 0 and bill["used"] == 0:
        return
    for month in range(first, end):
        _month_begins(bill, offer, month, desk)


@compiled
def _set_fee(bill: Record, offer: Record, day: float, row: int, fee: int, rest: int, desk: Record) -> None:
    """A fee comes into force: what is billed ahead, and promised, is so at the new fee from then on; `rest`
    is what the month that runs costs more for it, in full."""
    bill["row"] = row
    if fee == bill["fee"]:
        return
    less = saved(bill, bill["next"] - 1, rest)
    rest -= less
    bill["saved"] += less
    bill["running"] += rest
    first = bill["next"]
    billed = charged(bill, first, max(first, bill["billed"]))
    bound = charged(bill, first, max(first, bill["bound"]))
    change(bill, fee)
    bound = charged(bill, first, max(first, bill["bound"])) - bound
    put(desk, BILLS, bill["motion"], day, BOUND, NONE, row, bound + rest)
    billed = charged(bill, first, max(first, bill["billed"])) - billed
    if bill["ahead"] == 0:
        bill["owed"] += rest
    else:
        billed += rest
    _invoice(bill, offer, day, row, billed, desk)


@compiled
def _end(bill: Record, offer: Record, day: float, row: int, desk: Record) -> None:
    """The contract ends: its last month is earned, what is served is billed, the rest is credited."""
    over = min(day, bill["anchor"] + bill["next"] * MONTH)
    _earn_month(bill, offer, over, desk)
    bill["running"] = bill["saved"] = 0
    bill["delay"] = offer["retries_after"] if bill["late"] == bill["next"] + 1 else 0.0
    _bill_what_is_over(bill, offer, day, desk)
    bill["delay"] = 0.0
    _set_fee(bill, offer, day, row, 0, 0, desk)
    put(desk, BILLS, bill["motion"], day, WRITTEN_OFF, NONE, row, bill["lost"])
    bill["unpaid"] = bill["lost"] = 0


@compiled
def _begin(bill: Record, offer: Record, day: float, row: int, months: int, fee: int, new: bool) -> None:
    """A contract begins, billed every so many months, in arrears where they are below 0. Of a new customer
    the first months may cost less."""
    begin(bill, day, fee)
    bill["introductory"] = offer["introductory"] if new else 0
    bill["discount"] = offer["introductory_discount"]
    bill["open"] = 1
    bill["row"] = row
    bill["use_row"] = row
    bill["ahead"] = 1 if months > 0 else 0
    bill["every"] = max(1, abs(months))
    bill["span"] = bill["every"] if bill["ahead"] == 1 else 1
    if offer["fixed"] == 1:
        bill["span"] = offer["term"]
    bill["billed"] = 0
    bill["bound"] = 0
    bill["late"] = 0


@compiled
def follow(bill: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account."""
    event, day, amount = row["event"], row["day"], row["amount"]
    unpaid, late = event == ledger.UNPAID, event == ledger.PAID_LATE
    if event == ledger.LEAD:
        bill["motion"] = row["to_motion"]
        if row["person"] >= 0:
            bill["margin"] = channel_at(desk, row["person"])["margin"]
    elif event == ledger.OPENED:
        bill["first"] = day
    if not (ledger.changes_contract(event) or unpaid or late):
        return
    offer = offer_of(desk, bill["motion"])
    begins, over, use = ledger.begins_contract(row), ledger.ends_contract(event), event == ledger.METERED
    # Who pays for nothing but use may turn out to have left before a row like this: let no month begin.
    changes = over or bill["fee"] != 0 or row["fee"] != 0
    if begins or use or unpaid or late or changes:
        advance(bill, offer, day, desk)
    if begins and bill["open"] == 1:
        _end(bill, offer, day, index, desk)
    if event == ledger.MOVED:
        bill["motion"] = row["to_motion"]
        offer = offer_of(desk, bill["motion"])
    if begins:
        _begin(bill, offer, day, index, row["invoice"], row["fee"], event == ledger.OPENED)
    elif unpaid:
        bill["unpaid"] = 1
    elif late:
        bill["late"] = bill["next"] + 1
    elif use:
        _earn(bill, offer, day, index, amount, 0, desk)
        put(desk, BILLS, bill["motion"], day, BOUND, NONE, index, amount)
        bill["used"] += amount
        bill["use_row"] = index
    elif bill["open"] == 1 and over:
        _end(bill, offer, day, index, desk)
        bill["open"] = 1 if event == ledger.LAPSED else 0
    elif bill["open"] == 1 and changes:
        # Whatever else moves the fee does so between two contract months.
        rest = rest_of_month(bill, day, row["fee"]) if event == ledger.EXPANDED else 0
        _set_fee(bill, offer, day, index, row["fee"], rest, desk)
    if amount != 0 and ledger.pays_once(event):
        put(desk, BILLS, bill["motion"], day, EARNED, NONE, index, amount)
        put(desk, BILLS, bill["motion"], day, BOUND, NONE, index, amount)
        _invoice(bill, offer, day, index, amount, desk)
        if day >= 0.0:
            put(desk, BILLS, bill["motion"], day, GOODS, NONE, index, whole_cents(offer["goods"] * amount))


@compiled
def finish(bill: Record, desk: Record) -> None:
    """No more rows: the contract goes on to the end of what is simulated."""
    offer, until = offer_of(desk, bill["motion"]), desk["until"]
    advance(bill, offer, until, desk)
    over = bill["anchor"] + bill["next"] * MONTH
    if bill["open"] == 1 and over <= until:
        _earn_month(bill, offer, over, desk)
