"""Money from a ledger: what is owed, paid, earned and spent, in whole cents."""

from simulator.money.journal import Journal, TooMuchMoney, journal

__all__ = ["Journal", "TooMuchMoney", "journal"]
