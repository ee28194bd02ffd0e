"""A scenario in plain words, for somebody who knows the business and not the program."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator

from simulator.scenario import quantities as q
from simulator.scenario.bounds import WITH_FIT
from simulator.scenario.frame import RUN_OFF
from simulator.scenario.number import Number
from simulator.scenario.schema import Company, Headcount, Offer, Play, Stage, Team, numbers_of
from simulator.scenario.sizes import expected_leads

WIDTH = 100
_LABEL = 16
_MARK = 18
_TEXT = WIDTH - _LABEL - _MARK - 6
_MARKS = {"mql": "MQL", "sql": "SQL", "sal": "SAL, qualified", "won": "won"}

Line = tuple[str, str, str]  # label, text, source

_LEGEND = (
    "In brackets: a range that holds 90 % of what is drawn. Not known: drawn once for each replication. "
    "Differs: drawn for each account. On the right: the source of a number, or that it is assumed."
)

_BARS = (
    "Accuracy: a [change], or a file built on this one, that alters it keeps the bars as they were settled "
    "here; only restating the rate itself moves its bar, so a better judge can win more."
)


def described(company: Company, name: str, base: str) -> str:
    """A company in plain words, within 100 columns."""
    parts = [f"{name}: {company.title}", *_wrapped(company.description)]
    parts += ["", *_wrapped(_frame_of(company, base)), ""]
    if company.team:
        parts += ["People", *_laid_out(_people(company)), ""]
    for play_name, play in company.play.items():
        parts += [*_play(company, play_name, play), ""]
    parts += _wrapped(_LEGEND)
    if any(path.endswith(".accuracy") for path, _ in numbers_of(company)):
        parts += ["", *_wrapped(_BARS)]
    return "\n".join(parts)


def _frame_of(company: Company, base: str) -> str:
    months = f"{company.years} years" if company.years > 1 else "1 year"
    leads = sum(expected_leads(company, play) for play in company.play.values())
    text = (
        f"{months} from {company.start:%B %Y}, then {RUN_OFF} months without new leads. About "
        f"{_digits(leads)} leads in a replication. Money is in {company.currency}."
    )
    if base:
        text += (
            f" Built on {base}: what a rate means was settled there, and stays unless the rate is restated."
        )
    return text


def _wrapped(text: str) -> list[str]:
    return [line for part in text.strip().split("\n\n") if part for line in textwrap.wrap(part, WIDTH)]


def _laid_out(lines: Iterator[Line], indent: int = 2) -> Iterator[str]:
    for label, text, mark in lines:
        column = _LABEL if len(label) < _LABEL else len(label) + 1
        rows = textwrap.wrap(text, WIDTH - indent - column - _MARK - 2) or [""]
        for n, row in enumerate(rows):
            head = f"{' ' * indent}{label if n == 0 else '':<{column}}{row}"
            yield f"{head:<{WIDTH - _MARK}}{mark[:_MARK]}".rstrip() if n == 0 else head


def source_of(number: Number | Headcount) -> str:
    """What stands on the right of a number: its source, or that it is an assumption."""
    source = number.note("source") if isinstance(number, Number) else number.source
    return source or "assumption"


def _people(company: Company) -> Iterator[Line]:
    for name, team in company.team.items():
        for n, plan in enumerate(team.people):
            when = "" if n == 0 or plan.from_ is None else f"from {plan.from_:%d %B %Y} on: "
            noted = plan if plan.source or plan.note else plan.count
            many = f"{plan.count.whole:,} {'person' if plan.count.whole == 1 else 'people'}"
            yield (name if n == 0 else ""), when + many, source_of(noted)
        yield from _load_of(team)


def _load_of(team: Team) -> Iterator[Line]:
    if team.at_once is not None:
        yield "", f"each works on {in_words(team.at_once)} accounts at a time", source_of(team.at_once)
    if team.book is not None:
        yield "", f"each keeps a book of {in_words(team.book)} customers", source_of(team.book)
    if team.working is not None:
        yield "", f"works {in_words(team.working)} of the time", source_of(team.working)


def _play(company: Company, name: str, play: Play) -> Iterator[str]:
    yield f"Play {name}"
    yield from _laid_out(_leads(company, play))
    close = False
    for n, stage in enumerate(play.stage, start=1):
        following = play.stage[n].name if n < len(play.stage) else "live"
        yield ""
        yield f"  {n}. {stage.name}{_about(stage, close, play)}"
        yield from _laid_out(_stage(stage, stage.passes_to or following, close), 5)
        close = close or stage.marks == "won"
    yield ""
    yield "  What they pay"
    yield from _laid_out(_offer(play.offer), 5)
    life = list(_after_sale(play))
    if life:
        yield ""
        yield "  As customers"
        yield from _laid_out(iter(life), 5)


def _about(stage: Stage, after_close: bool, play: Play) -> str:
    qualified = [s.marks for s in play.stage].index("sal")
    default = "company" if play.stage.index(stage) <= qualified else "buyer"
    who = "after the close" if after_close else f"the {stage.decides or default} decides"
    mark = f"; who passes is {_MARKS[stage.marks]}" if stage.marks else ""
    return f" ({who}{mark})"


def _leads(company: Company, play: Play) -> Iterator[Line]:
    if play.leads is not None:
        yield "leads", in_words(play.leads), source_of(play.leads)
    if play.growth is not None:
        yield "growth", in_words(play.growth), source_of(play.growth)
    if play.leads_on:
        yield "dated leads", f"{len(play.leads_on)}, from {play.leads_on[0]} to {play.leads_on[-1]}", ""
    if play.leads is not None:
        total = _digits(expected_leads(company, play))
        yield "", f"about {total} leads in {company.years} years", ""
    if play.fit is not None:
        yield "mean fit", f"{in_words(play.fit)} standard deviations", source_of(play.fit)
    if play.units is not None:
        yield "size", f"{in_words(play.units)}, in whole units", source_of(play.units)


def _stage(stage: Stage, following: str, after_close: bool) -> Iterator[Line]:
    if stage.team:
        yield "worked by", " and ".join(stage.team), ""
    if stage.patience is not None:
        yield "waits", f"at most {in_words(stage.patience)}, then goes cold", source_of(stage.patience)
    yield "takes", in_words(stage.takes), source_of(stage.takes)
    to = f" go on to {following}"
    if stage.passes is None:
        yield "passes", f"all{to}", ""
    else:
        yield "passes", in_words(stage.passes) + to, source_of(stage.passes)
    if stage.accuracy is not None:
        yield (
            "accuracy",
            f"{in_words(stage.accuracy)} (how well passing follows fit)",
            source_of(stage.accuracy),
        )
    if stage.priority:
        yield "priority", f"{stage.priority} (lower is served first)", ""
    loss = stage.loses_to
    if loss is not None and loss.nurture is not None and loss.after is not None:
        yield "losses", f"{in_words(loss.nurture)} of them come back", source_of(loss.nurture)
        yield "", f"after {in_words(loss.after)}", source_of(loss.after)
    if loss is not None and loss.to is not None:
        yield "losses", f"{'the others ' if loss.nurture else ''}go to {loss.to}", ""
    elif after_close and stage.passes is not None:
        yield "the others", "go on too, after a start that was not clean", ""


def _offer(offer: Offer) -> Iterator[Line]:
    if offer.licence is not None:
        yield "once", in_words(offer.licence), source_of(offer.licence)
    if offer.maintenance is not None:
        text = f"{in_words(offer.maintenance)} of the licence a year"
        yield "maintenance", text, source_of(offer.maintenance)
    if offer.price is not None:
        yield "price", in_words(offer.price), source_of(offer.price)
    if offer.term is not None:
        notice = f", notice {_months(offer.ahead)} before its end" if offer.ahead else ""
        yield "term", f"{_months(offer.months)}{notice}", source_of(offer.term)
    elif offer.recurs:
        yield "term", "none: every month decides", ""
    if offer.recurs:
        live = offer.metered is not None or offer.recurring_from == "live"
        yield "recurring", f"from {'go-live' if live else 'signing'} on", ""
    if offer.metered is not None:
        yield "metered", "each month's use is billed", ""
        parts = (("begins with", offer.metered.start), ("full after", offer.metered.full_after))
        for label, number in (*parts, ("swing", offer.metered.swing)):
            if number is not None:
                yield label, in_words(number), source_of(number)


def _after_sale(play: Play) -> Iterator[Line]:
    impact = play.impact
    if impact is not None:
        yield "impact", f"looked at every {_each(impact.every.whole)}", source_of(impact.every)
        if impact.team:
            yield "attended by", impact.team, ""
        yield "reached", f"{in_words(impact.reached)} of cycles", source_of(impact.reached)
        if impact.unattended is not None:
            yield "unattended", f"{in_words(impact.unattended)} of cycles", source_of(impact.unattended)
        if impact.after_setback is not None:
            text = f"{in_words(impact.after_setback)} of cycles"
            yield "after setback", text, source_of(impact.after_setback)
        if impact.accuracy is not None:
            yield (
                "accuracy",
                f"{in_words(impact.accuracy)} (how well it follows fit)",
                source_of(impact.accuracy),
            )
    if play.renewal is not None:
        counted = "first decisions" if play.offer.term else "decisions in the first twelve months"
        text = f"{in_words(play.renewal.overall)} of {counted} are to stay; "
        text += f"one every {_each(play.offer.months)}"
        yield "renewal", text, source_of(play.renewal.overall)
        if play.renewal.lift is not None:
            text = f"with full impact the odds are {in_words(play.renewal.lift)} times those without"
            yield "", text, source_of(play.renewal.lift)
    if play.expansion is not None:
        chance = play.expansion.with_impact
        yield "expansion", f"after {in_words(chance)} of cycles with impact", source_of(chance)
        yield "", f"by {in_words(play.expansion.by)}", source_of(play.expansion.by)
    if play.contraction is not None:
        chance = play.contraction.without_impact
        yield "contraction", f"{in_words(chance)} of decisions to stay without impact", source_of(chance)
        yield "", f"by {in_words(play.contraction.by)}", source_of(play.contraction.by)
    if play.referral is not None:
        chance = play.referral.with_impact
        yield "referral", f"after {in_words(chance)} of cycles with impact", source_of(chance)
        if play.referral.fit is not None:
            yield "", f"mean fit of the new lead {in_words(play.referral.fit)}", source_of(play.referral.fit)


def _months(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def _each(months: int) -> str:
    return "month" if months == 1 else f"{months} months"


def in_words(number: Number) -> str:
    """A number as one says it: the best guess, the range, and what kind of not knowing it is."""
    if number.certain:
        return spoken(number, number.mean)
    if not number.per_account:
        return f"about {spoken(number, number.mean)} ({_range(number)}, not known)"
    how = "differs with fit" if number.varies == WITH_FIT else "differs"
    text = f"{spoken(number, number.mean)} on average ({_range(number)}, {how}"
    for name, inner in number.unknown:
        source = f" ({inner.note('source')})" if inner.note("source") else ""
        text += f"; its {name} is not known, {_range(inner)}{source}"
    return text + ")"


def _range(number: Number) -> str:
    """The central 90 % of a number, the unit once where it is the same."""
    unit = _unit_of(number.mean) if number.kind.units is q.DURATION else ""
    low, high = (spoken(number, number.curve.at(u), unit) for u in (0.05, 0.95))
    figure, _, rest = low.partition(" ")
    return f"{figure if high.endswith(rest) else low} to {high}"


def spoken(number: Number, value: float, unit: str = "") -> str:
    """A value with as many digits as one says, and its unit (a duration in `unit`, if given)."""
    units = number.kind.units
    if units is q.DURATION:
        if value == 0.0:
            return "no time"
        unit = unit or _unit_of(value)
        figure = _digits(value / _LENGTHS[unit])
        return f"{figure} {unit[:-1] if figure == '1' else unit}"
    if units.written[:1] in (("%",), ("% a month",)):
        return f"{_digits(100.0 * value)} {units.written[0]}"
    return f"{_digits(value)} {number.unit}".rstrip()


_LENGTHS = {"months": 30.4375, "days": 1.0, "hours": 1 / 24}  # days


def _unit_of(days: float) -> str:
    return "months" if days >= 120.0 else "days" if days >= 0.95 else "hours"


def _digits(value: float) -> str:
    """Three digits, or all of a whole number below ten thousand."""
    if value == 0.0:
        return "0"
    if abs(value) < 10_000 and math.isclose(value, round(value), rel_tol=1e-9):
        return f"{round(value):,}"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(places, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
