"""Random numbers by address: computed from seed, replication and purpose (Philox).

A number belongs to (seed, replication, account, purpose, draw) and to nothing else: no state,
no order. Philox4x32-10: Salmon et al. 2011, https://doi.org/10.1145/2063384.2063405
"""

import hashlib
from typing import Any

import numpy as np

from simulator.numerics.jit import Record, compiled

# Purposes are appended, never renumbered: a number's address is a promise to every saved answer.
IGNORANCE = 0  # what the planner does not know, once per replication
FIT = 1
UNITS = 2
ARRIVAL = 3
TAKES = 4
MAX_WAIT = 5
PASSES = 6
NURTURE = 7
NURTURE_AFTER = 8
BOOK_COVERAGE = 9
IMPACT = 10
RENEWAL = 11
EXPANSION = 12
EXPANSION_BY = 13
CONTRACTION = 14
CONTRACTION_BY = 15
REFERRAL = 16
REFERRED = 17  # the address of an account born of a referral
USE = 18
OWN_RATE = 19  # a rate that differs between accounts
EXPANSION_UNITS = 20  # whether a part of a unit becomes a whole one
CONTRACTION_UNITS = 21
LANDS = 22
PREPAYS = 23
PAYS = 24
WINBACK = 25
WINBACK_AFTER = 26
REPURCHASE = 27
REPURCHASE_AFTER = 28
CHOICE = 29
MOVE = 30
SHOCK = 31
OPENING = 32  # the address of an account of the first day
SPENT = 33  # the time that an open deal of the first day takes, given what it has taken
STRATUM = 34  # in which part of what may be a number that is not known lies, over a block of replications
RETRIES = 35  # whether a retry brings in a payment that failed
WAITING = 36  # whether who signed, is not served and has no contract yet goes on waiting
CRM_ODDS = 37  # whether an open deal that came with a probability of its own is won
NEED = 38  # how far a buyer is at birth, and when that turns
TURN = 39  # whether it turns for the better or for the worse
CHAMPION = 42  # the address of an account that a champion brings from a new employer
MARKET = 43  # whether an account that is met has been touched before
BACK_AS_LEAD = 44  # the address of a former customer that comes back as a lead

LARGEST_KEY = 2**32 - 1  # of seed and of replication

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_DROP = np.uint64(12)
_STEP = 2.0**-52


@compiled
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Ten rounds on four counter words under two key words, all uint64 below 2**32."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _LOW, (p0 >> _HALF) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@compiled
def bits(seed: Any, replication: Any, account: Record, purpose: int, draw: int) -> Any:
    """The 64 bits at an address, as uint64."""
    where = np.uint64(account)
    w0, w1, _, _ = philox(
        where & _LOW,
        where >> _HALF,
        np.uint64(purpose),
        np.uint64(draw) & _LOW,
        np.uint64(seed),
        np.uint64(replication),
    )
    return (w0 << _HALF) | w1


@compiled
def uniform(seed: Any, replication: Any, account: Record, purpose: int, draw: int) -> float:
    """The number at an address, inside (0, 1): 52 bits and a half, so never 0 and never 1."""
    return (float(bits(seed, replication, account, purpose, draw) >> _DROP) + 0.5) * _STEP


def address_of(path: str) -> int:
    """The account-sized address of a number that has a path instead of an owner."""
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=8).digest(), "big")
