"""What customers bring: they recommend us, and their champions call from new employers."""

from simulator.ledger import CHAMPION_CALLED, CHAMPION_LEFT, REFERRED
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import CHAMPION, REFERRAL, REFERRED as CHILD, bits
from simulator.rules import at
from simulator.rules.leads import born, comes
from simulator.rules.life import chance, draw, write
from simulator.rules.market import is_free, touch


@compiled
def loops(world: Record, who: int, n: int, reached: bool, now: float) -> None:
    """What cycle n of a customer brings beside its own growth: one number decides, so at most one account.

    With impact it may recommend us. With or without, its champion may change employer, and is missing when
    it next decides to stay; who has seen impact may call from the new one.
    """
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    recommends, leaves = 0.0, 0.0
    if reached and motion["referral"] >= 0:
        recommends = chance(world, account, motion["referral"], 0.0)
    if motion["champion"] >= 0 and contract["alone"] == 0:
        leaves = chance(world, account, motion["champion"], 0.0)
    if recommends + leaves == 0.0:
        return
    u = draw(world, account, REFERRAL, n)
    if u < recommends:
        if now < world["horizon"]:
            _recommend(world, who, now)
    elif u < recommends + leaves:
        contract["alone"] = 1
        write(world, now, who, CHAMPION_LEFT, arr=account["arr"], fee=account["fee"])
        if reached and now < world["horizon"] and u < recommends + leaves * motion["calls"]:
            address = bits(world["seed"], world["replication"], account["address"], CHAMPION, n)
            _bring(
                world, who, CHAMPION_CALLED, address, motion["champion_fit"], motion["champion_stage"], now
            )


@compiled
def _recommend(world: Record, who: int, now: float) -> None:
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    address = bits(world["seed"], world["replication"], account["address"], CHILD, contract["children"])
    contract["children"] += 1
    _bring(world, who, REFERRED, address, motion["referral_fit"], motion["referral_stage"], now)


@compiled
def _bring(world: Record, who: int, event: int, address: int, fit: float, stage: int, now: float) -> None:
    """A customer brings an account of its own market, if that is one whom nobody has touched."""
    account = at.account(world, who)
    market, motion = account["market"], account["motion"]
    if not is_free(world, market, address):
        return
    write(world, now, who, event, amount=world["born"], arr=account["arr"])
    touch(world, market)
    child = born(world, address, motion, market, NONE, who)
    comes(world, child, fit, NONE, stage, NONE, 0, now)
