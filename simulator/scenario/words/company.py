"""Describe a company in plain words, for somebody who knows the business and not the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.blocks.page import Block, Facts, Heading, Page, Paragraph, Prose, Section
from simulator.scenario.checks.sizes import expected_leads
from simulator.scenario.keys.people import Team
from simulator.scenario.keys.schema import Company, Play, Stage
from simulator.scenario.opening.book import Book
from simulator.scenario.rows.frame import run_off
from simulator.scenario.words.paying import (
    money_lines,
    offer_lines,
    pay_of,
    play_costs,
    stage_costs,
    winback_lines,
)
from simulator.scenario.words.spoken import Line, digits, each, in_words, source_of
from simulator.scenario.words.turns import (
    book_lines,
    hand_over_of,
    opening_of,
    people_lines,
    season_of,
    shock_lines,
)

_MARKS = {"mql": "MQL", "sql": "SQL", "sal": "SAL, qualified", "won": "won"}

_LEGEND = (
    "In brackets: a range that holds 90 % of what is drawn. Not known: drawn once for each replication. "
    "Differs: drawn for each account. On the right: the source of a number, or that it is assumed."
)

_BARS = (
    "Fit: how well an account suits what is sold. Nobody sees it; accuracy is how far a decision follows it. "
    "Accuracy: a what-if, a [change] or a file built on this one that alters it keeps the bars as they were "
    "settled here; only restating the rate itself moves its bar, so a better judge can win more."
)


def described(
    company: Company,
    name: str,
    base: str,
    book: Book,
    questions: Mapping[str, Sequence[tuple[str, str, str]]],
) -> Page:
    """A company in plain words."""
    parts = (
        ("Money", money_lines(company)),
        ("On the first day", book_lines(company, book)),
        ("Shocks", shock_lines(company)),
        ("People", _people(company)),
    )
    judges = (one for play in company.play.values() for one in (*play.stage, play.impact) if one is not None)
    judged = any(judge.accuracy is not None for judge in judges)
    return [
        [Heading(f"{name}: {company.title}"), Prose(company.description)],
        [Paragraph(_frame_of(company, base))],
        *(_headed(Heading(heading), lines) for heading, lines in parts),
        *(section for play in company.play.items() for section in _play(company, *play)),
        _questions(questions),
        [Paragraph(_LEGEND)],
        [Paragraph(_BARS)] if judged else [],
    ]


def _headed(heading: Heading, lines: Iterable[Line], indent: int = 2) -> Section:
    """Lines under their heading, or nothing."""
    facts = Facts(tuple(lines), indent)
    return [heading, facts] if facts.lines else []


def _frame_of(company: Company, base: str) -> str:
    months = f"{company.years} years" if company.years > 1 else "1 year"
    leads = sum(expected_leads(company, play) for play in company.play.values())
    text = (
        f"{months} from {company.start:%B %Y}, then {run_off(company)} months without new leads. About "
        f"{digits(leads)} leads in a replication. Money is in {company.currency}."
    )
    if base:
        text += (
            f" Built on {base}: what a rate means was settled there, and stays unless the rate is restated."
        )
    return text


def _questions(questions: Mapping[str, Sequence[tuple[str, str, str]]]) -> Section:
    """Each what-if, and under it the numbers that it changes."""
    blocks: list[Block] = [Heading("What if")] if questions else []
    for name, numbers in questions.items():
        blocks.append(Heading(name, 2))
        blocks += [Paragraph(f"{path}: {before} → {after}", 4, 6) for path, before, after in numbers]
    return blocks


def _people(company: Company) -> Iterator[Line]:
    for name, team in company.team.items():
        for n, (text, source) in enumerate(people_lines(team)):
            yield name if n == 0 else "", text, source
        yield from _load_of(team)


def _load_of(team: Team) -> Iterator[Line]:
    if team.at_once is not None:
        yield "", f"each works on {in_words(team.at_once)} accounts at a time", source_of(team.at_once)
    if team.book is not None:
        yield "", f"each keeps a book of {in_words(team.book)} customers", source_of(team.book)
    if team.working is not None:
        yield "", f"works {in_words(team.working)} of the time", source_of(team.working)
    if team.ramp is not None:
        yield "", f"a new person counts fully after {in_words(team.ramp)}", source_of(team.ramp)
    yield from pay_of(team)


def _play(company: Company, name: str, play: Play) -> Iterator[Section]:
    lines = (*opening_of(play), *_leads(company, play), *play_costs(play))
    yield [Heading(f"Play {name}"), Facts(lines)]
    close = False
    for n, stage in enumerate(play.stage, start=1):
        following = play.stage[n].name if n < len(play.stage) else "live"
        heading = Heading(f"{n}. {stage.name}{_about(stage, close, play)}", 2)
        yield _headed(heading, _stage(stage, stage.passes_to or following, close), 5)
        close = close or stage.marks == "won"
    yield _headed(Heading("What they pay", 2), offer_lines(play.offer), 5)
    yield _headed(Heading("As customers", 2), (*_after_sale(play), *winback_lines(play)), 5)


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
    yield from season_of(play)
    if play.leads_on:
        yield "dated leads", f"{len(play.leads_on)}, from {play.leads_on[0]} to {play.leads_on[-1]}", ""
    if play.leads is not None:
        total = digits(expected_leads(company, play))
        after = ", if it were open from the start" if play.opens_at is not None else ""
        yield "", f"about {total} leads in {company.years} years{after}", ""
    if play.fit is not None:
        yield "mean fit", f"{in_words(play.fit)} standard deviations", source_of(play.fit)
    if play.units is not None:
        yield "size", f"{in_words(play.units)}, in whole units", source_of(play.units)
    yield from hand_over_of(play)


def _stage(stage: Stage, following: str, after_close: bool) -> Iterator[Line]:
    if stage.team:
        yield "worked by", " and ".join(stage.team), ""
    if stage.patience is not None:
        yield "waits", f"at most {in_words(stage.patience)}, then goes cold", source_of(stage.patience)
    if stage.trial is not None:
        yield "trial", f"of {in_words(stage.trial)}", source_of(stage.trial)
    else:
        yield "takes", in_words(stage.lasts), source_of(stage.lasts)
    yield from stage_costs(stage)
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


def _after_sale(play: Play) -> Iterator[Line]:
    impact = play.impact
    if impact is not None:
        yield "impact", f"looked at every {each(impact.every.whole)}", source_of(impact.every)
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
        text += f"one every {each(play.offer.months)}"
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
