"""Check what is said of need: who may see it, where it counts, and whether the stated share can ever sign."""

from collections.abc import Iterator, Mapping

from simulator.company.need import AtBirth
from simulator.company.schema import Company, Motion
from simulator.company.stage import Stage
from simulator.company.stage_graph import close_of
from simulator.errors import Found
from simulator.quantity.number import said
from simulator.quantity.spoken import digits
from simulator.scenario.reference.settle import Settled
from simulator.scenario.reference.thresholds import FAR


def need_problems(motion: Motion) -> Iterator[Found]:
    """What is wrong with the keys of need."""
    close = close_of(motion.stage)
    signs = motion.stage[close]
    if motion.need is None:
        for path in _keys_of_need(motion):
            yield path, None, f"only with need: write [{motion.path}.need]"
        return
    if signs.needs is None:
        text = 'missing: how far a buyer has to be to sign, "problem" or "solution"'
        yield f"{signs.path}.needs", None, text
    for at_birth in (motion.need.at_birth, *_of_channels(motion)):
        together = at_birth.problem.mean + at_birth.solution.mean
        if together > 1.0 + 1e-9:
            text = f"at most 100 % together, not {digits(100.0 * together)} %: the others have no need"
            yield at_birth.path, None, text
    for n, stage in enumerate(motion.stage):
        yield from _stage(motion, stage, n, close)
    impact = motion.impact
    if impact is not None and impact.unneeded is not None and signs.pushed is None:
        text = f"nobody is talked into it: write pushed in the stage {signs.name}"
        yield impact.unneeded.path, said(impact.unneeded), text


def _of_channels(motion: Motion) -> Iterator[AtBirth]:
    """How far the leads of a channel are, where it says so itself."""
    for channel in motion.channel.values():
        if channel.at_birth is not None:
            yield channel.at_birth


def _keys_of_need(motion: Motion) -> Iterator[str]:
    yield from (at_birth.path for at_birth in _of_channels(motion))
    for stage in motion.stage:
        for name in ("sees_need", "teaches", "needs", "pushed"):
            if getattr(stage, name) is not None:
                yield f"{stage.path}.{name}"
    if motion.impact is not None and motion.impact.unneeded is not None:
        yield motion.impact.unneeded.path


def _stage(motion: Motion, stage: Stage, n: int, close: int) -> Iterator[Found]:
    differs = stage.passes is not None and stage.passes.per_account
    if stage.sees_need is not None:
        path, value = stage.sees_need.path, said(stage.sees_need)
        if n > close or motion.decides(n) != "company":
            yield path, value, 'belongs to a stage up to the close in which decides = "company"'
        elif differs:
            yield path, value, "not beside a rate that differs between accounts (passes): say fit_correlation"
    if stage.needs is not None:
        path = f"{stage.path}.needs"
        if n != close:
            signs = motion.stage[close].name
            yield path, stage.needs, f"belongs to the stage that marks won, {signs}: there a buyer signs"
        elif motion.decides(n) != "buyer":
            yield path, stage.needs, 'it is the buyer who signs: write decides = "buyer"'
        elif differs:
            yield path, stage.needs, "not beside a rate that differs between accounts (passes)"
    lasting = motion.impact is not None and motion.impact.unneeded is not None
    if stage.teaches is not None and n >= close and not lasting:
        text = "has no effect from the close on, but on who was talked into it: with unneeded in impact"
        yield f"{stage.path}.teaches", stage.teaches, text


def beyond_reach(company: Company, motions: Mapping[str, Settled]) -> Iterator[Found]:
    """Shares that sign as stated only if more, or fewer, were as far as they have to be."""
    for name, motion in company.motion.items():
        close = close_of(motion.stage)
        stage = motion.stage[close]
        if stage.needs is None or stage.passes is None or not 0.0 < stage.passes.mean < 1.0:
            continue
        if abs(motions[name].stages[stage.name].threshold) < FAR - 1.0:
            continue
        levels = motions[name].crowd.first[close].sum(axis=1)
        ready = levels[1 if stage.needs == "problem" else 2 :].sum() / levels.sum()
        pushed = stage.pushed.mean if stage.pushed is not None else 0.0
        least = (1.0 - ready) * pushed
        text = (
            f"of those who come here {digits(100.0 * ready)} % are as far as they have to be to sign "
            f"({stage.needs}), and {digits(100.0 * pushed)} % of the others are talked into it: between "
            f"{digits(100.0 * least)} and {digits(100.0 * (least + ready))} % can sign"
        )
        yield stage.passes.path, said(stage.passes), text
