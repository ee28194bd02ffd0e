"""Types of the numbers in a scenario: shares, money, durations and others."""

from typing import Annotated, Any

from simulator.quantity import units as q
from simulator.quantity.kind import PER_ACCOUNT, PER_REPLICATION, WITH_FIT, Kind
from simulator.quantity.number import Number
from simulator.quantity.parse import Read


def _kind(*args: Any, **how: Any) -> Read:
    return Read(Kind(*args, **how))


def _bare(label: str, example: str, like: q.Units = q.PLAIN) -> q.Units:
    """Units of a figure that may stand alone, under a label of their own."""
    return q.Units(label, example, like.words, like.written, bare=True)


_EITHER = (PER_ACCOUNT, PER_REPLICATION)  # drawn for each account unless the file says otherwise
_HUNDRED_YEARS = 100 * 365.25
_SHARE: dict[str, Any] = {"high": 1.0, "hard": True, "says": "a share lies between 0 % and 100 %"}

# What differs between accounts.
Time = Annotated[Number, _kind(
    q.DURATION, high=_HUNDRED_YEARS, varies=_EITHER, says="a duration lies between 0 days and 100 years",
)]  # fmt: skip
Size = Annotated[
    Number, _kind(q.PLAIN, high=1e9, varies=_EITHER, says="a size lies between 0 and a billion units")
]
GrowthBy = Annotated[Number, _kind(
    _bare("a share of its units", '"10% to 40%"', q.SHARE), high=100.0, varies=_EITHER,
    says="growth lies between 0 % and 10000 % of its units",
)]  # fmt: skip
ShrinkBy = Annotated[Number, _kind(q.SHARE, varies=_EITHER, **_SHARE)]

# A rate is one chance for all, unless it differs between accounts or follows fit.
Rate = Annotated[Number, _kind(q.SHARE, varies=(PER_REPLICATION, PER_ACCOUNT, WITH_FIT), **_SHARE)]

# What is one number for the company, known or not.
MeanTime = Annotated[Number, _kind(
    q.DURATION, low=1.0, high=_HUNDRED_YEARS, says="a mean time lies between a day and 100 years",
)]  # fmt: skip
Discrimination = Annotated[Number, _kind(
    _bare("how well need is seen", '0.8 or "0.5 to 1.2"'), high=20.0,
    says="how well need is seen (d', in standard deviations) lies between 0 and 20",
)]  # fmt: skip
Share = Annotated[Number, _kind(q.SHARE, **_SHARE)]
FitCorrelation = Annotated[Number, _kind(
    q.Units("fit correlation", '0.4 or "0.3 to 0.5"', q.SHARE.words, ("",), bare=True), high=0.95, hard=True,
    says="fit correlation lies between 0 and 0.95",
)]  # fmt: skip
Seats = Annotated[
    Number, _kind(q.PLAIN, high=1e5, above=True, says="accounts of one person: more than 0, at most 100,000")
]
Accounts = Annotated[
    Number, _kind(q.PLAIN, low=1.0, high=1e9, says="a market holds between one account and a billion")
]
Load = Annotated[
    Number, _kind(_bare("a load", "4"), high=1_000.0, above=True, says="load: more than 0, at most 1,000")
]
LeadsAMonth = Annotated[Number, _kind(q.LEADS, high=1e7, says="leads lie between 0 and 10 million a month")]
LeadGrowth = Annotated[
    Number, _kind(q.GROWTH, low=-1.0, high=1.0, says="growth lies between -100 % and 100 % a month")
]
Fit = Annotated[Number, _kind(
    _bare("fit", '0.5 or "-0.2 to 0.4"'), low=-3.0, high=3.0,
    says="mean fit lies between -3 and 3 standard deviations",
)]  # fmt: skip
Dearer = Annotated[Number, _kind(
    q.DOUBLED, high=4.0, says="a rise of cost lies between 0 % and 400 % when leads double",
)]  # fmt: skip
Poorer = Annotated[Number, _kind(
    q.FIT_DOUBLED, high=2.0, says="a fall of fit lies between 0 and 2 standard deviations when leads double",
)]  # fmt: skip
RankCorrelation = Annotated[Number, _kind(
    _bare("a rank correlation", "0.6"), low=-1.0, high=1.0,
    says="a rank correlation lies between -1 and 1",
)]  # fmt: skip
Odds = Annotated[Number, _kind(
    _bare("an odds ratio", '1.5 or "1.2 to 2"'), high=1e4, above=True,
    says="an odds ratio lies above 0, and is at most 10,000",
)]  # fmt: skip
Swing = Annotated[Number, _kind(
    _bare("swing", '0.3 or "0.2 to 0.4"'), high=2.0,
    says="swing (of the log of a month's use) lies between 0 and 2",
)]  # fmt: skip
# Prices are in units of the currency; months may be a range.
Price = Annotated[Number, _kind(q.PRICE, high=1e12, says="a price is not negative")]
Fee = Annotated[Number, _kind(q.MONEY_AT_TIMES, high=1e9, says="a fee is not negative")]
PriceOnce = Annotated[Number, _kind(q.ONCE, high=1e12, says="a price is not negative")]
Months = Annotated[Number, _kind(q.MONTHS, high=240.0, says="months lie between 0 and 240")]

YearlyRate = Annotated[
    Number, _kind(q.GROWTH_A_YEAR, high=1.0, hard=True, says="a rate lies between 0 % and 100 % a year")
]
Drift = Annotated[
    Number, _kind(q.GROWTH, low=-0.5, high=0.5, says="drift lies between -50 % and 50 % a month")
]
Rise = Annotated[Number, _kind(q.SHARE, low=-0.5, high=1.0, says="a rise lies between -50 % and 100 %")]
Discount = Annotated[Number, _kind(q.SHARE, high=0.9, hard=True, says="a discount lies between 0 % and 90 %")]
Delay = Annotated[Number, _kind(q.DURATION, high=366.0, says="a delay lies between 0 days and a year")]
Ratio = Annotated[
    Number, _kind(q.PLAIN, high=1e6, above=True, says="more than 0, at most a million billed units")
]
# ... of a first size: a part of all its units, never none.
Landing = Annotated[
    Number,
    _kind(q.SHARE, high=1.0, above=True, hard=True, varies=_EITHER, says="a share above 0 %, at most 100 %"),
]
Later = Annotated[Number, _kind(q.MONTHS, high=600.0, varies=_EITHER, says="months lie between 0 and 600")]

# What things cost, and what they are worth.
Money = Annotated[Number, _kind(q.MONEY, high=1e9, says="money lies between 0 and a billion")]
Pay = Annotated[Number, _kind(q.MONEY_AT_TIMES, high=1e7, says="pay lies between 0 and 10 million a year")]
Quota = Annotated[Number, _kind(q.MONEY_AT_TIMES, high=1e10, above=True, says="a quota lies above 0")]
Running = Annotated[
    Number, _kind(q.MONEY_A_MONTH, high=1e9, says="a cost lies between 0 and a billion a month")
]
Worth = Annotated[
    Number, _kind(q.VALUE, high=1e7, says="a value lies between 0 and 10 million per unit a month")
]
ShareOfPrice = Annotated[Number, _kind(
    _bare("a share of what is paid", '"60%"', q.SHARE), high=10.0,
    says="a share of what is paid lies between 0 % and 1000 %",
)]  # fmt: skip

# What a plan or a contract says: whole, and known.
People = Annotated[
    Number, _kind(q.PLAIN, high=1e5, whole=True, says="headcount is a whole number from 0 to 100,000")
]
WholeMonths = Annotated[
    Number, _kind(q.MONTHS, low=1.0, high=120.0, whole=True, says="whole months, from 1 to 120")
]
Ahead = Annotated[Number, _kind(q.MONTHS, high=119.0, whole=True, says="whole months, from 0 to 119")]
Lifetime = Annotated[
    Number, _kind(q.MONTHS, low=1.0, high=600.0, whole=True, says="whole months, from 1 to 600")
]
Trial = Annotated[Number, _kind(q.DURATION, low=1.0, high=30.0, whole=True, says="whole days, from 1 to 30")]
Billing = Annotated[
    Number, _kind(q.RHYTHM, low=1.0, high=120.0, whole=True, says="billed every 1 to 120 whole months")
]

# What changes on the way.
Factor = Annotated[Number, _kind(
    _bare("a factor", '"70%" or "120%"', q.SHARE), high=10.0, above=True,
    says="a factor lies above 0 %, and is at most 1000 %",
)]  # fmt: skip
OddsAYear = Annotated[
    Number, _kind(q.GROWTH_A_YEAR, high=1.0, hard=True, says="odds lie between 0 % and 100 % a year")
]
RevenueTrigger = Annotated[Number, _kind(q.MONEY, high=1e12, says="recurring revenue a year is not negative")]
Runway = Annotated[Number, _kind(q.PLAIN, high=1200.0, says="months of cash lie between 0 and 1,200")]
Least = Annotated[
    Number, _kind(q.PLAIN, high=1e9, whole=True, says="a whole number of units, at most a billion")
]
