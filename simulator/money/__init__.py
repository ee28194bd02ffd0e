"""From a ledger to money: what is owed, paid, earned and spent, in whole cents, and why."""

from simulator.money.journal import Journal, TooMuchMoney, journal

__all__ = ["Journal", "TooMuchMoney", "journal"]
