"""Describe a company in plain words, for somebody who knows the business and not the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.blocks.page import Block, Facts, Heading, Page, Paragraph, Prose, Section
from simulator.scenario.checks.sizes import expected_leads
from simulator.scenario.keys.schema import Company, Play, Stage
from simulator.scenario.opening.book import Book
from simulator.scenario.rows.frame import run_off
from simulator.scenario.words.paying import money_lines, offer_lines
from simulator.scenario.words.spoken import Line, day_in_words, digits, each, in_words, source_of
from simulator.scenario.words.told import told
from simulator.scenario.words.turns import (
    book_lines,
    moves_of,
    people_lines,
    season_of,
    shock_lines,
    taken_by,
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
        plan = ((name if n == 0 else "", *line) for n, line in enumerate(people_lines(team)))
        yield from told(team, people=plan)


_LATER = dict.fromkeys(
    ("stage", "offer", "impact", "renewal", "expansion", "contraction", "referral", "winback"), ()
)  # parts of a play that are told below


def _play(company: Company, name: str, play: Play) -> Iterator[Section]:
    opens = [("opens", day_in_words(play.opens), "")] if play.opens is not None else []
    lines = told(
        play,
        opens=opens,
        season=season_of(play),
        leads_on=_dated(company, play),
        takes_from=taken_by(play),
        move=moves_of(play),
        **_LATER,
    )
    yield [Heading(f"Play {name}"), Facts(tuple(lines))]
    close = False
    for n, stage in enumerate(play.stage, start=1):
        following = play.stage[n].name if n < len(play.stage) else "live"
        heading = Heading(f"{n}. {stage.name}{_about(stage, close, play)}", 2)
        yield _headed(heading, _stage(stage, stage.passes_to or following, close), 5)
        close = close or stage.marks == "won"
    yield _headed(Heading("What they pay", 2), offer_lines(play.offer), 5)
    yield _headed(Heading("As customers", 2), _after_sale(play), 5)


def _about(stage: Stage, after_close: bool, play: Play) -> str:
    qualified = [s.marks for s in play.stage].index("sal")
    default = "company" if play.stage.index(stage) <= qualified else "buyer"
    who = "after the close" if after_close else f"the {stage.decides or default} decides"
    mark = f"; who passes is {_MARKS[stage.marks]}" if stage.marks else ""
    return f" ({who}{mark})"


def _dated(company: Company, play: Play) -> Iterator[Line]:
    """Leads on single dates, and how many there are in all."""
    if play.leads_on:
        yield "dated leads", f"{len(play.leads_on)}, from {play.leads_on[0]} to {play.leads_on[-1]}", ""
    if play.leads is not None:
        total = digits(expected_leads(company, play))
        after = ", if it were open from the start" if play.opens_at is not None else ""
        yield "", f"about {total} leads in {company.years} years{after}", ""


def _stage(stage: Stage, following: str, after_close: bool) -> Iterator[Line]:
    worked = [("worked by", " and ".join(stage.team), "")] if stage.team else []
    order = [("priority", f"{stage.priority} (lower is served first)", "")] if stage.priority else []
    return told(
        stage,
        name=(),
        marks=(),
        decides=(),
        team=worked,
        passes=_passes(stage, following),
        priority=order,
        passes_to=(),
        loses_to=_losses(stage, after_close),
    )


def _passes(stage: Stage, following: str) -> Iterator[Line]:
    to = f" go on to {following}"
    if stage.passes is None:
        yield "passes", f"all{to}", ""
    else:
        yield "passes", in_words(stage.passes) + to, source_of(stage.passes)


def _losses(stage: Stage, after_close: bool) -> Iterator[Line]:
    loss = stage.loses_to
    others = (
        [("losses", f"{'the others ' if loss.nurture else ''}go to {loss.to}", "")]
        if loss and loss.to
        else []
    )
    yield from told(loss, to=others)
    if not others and after_close and stage.passes is not None:
        yield "the others", "go on too, after a start that was not clean", ""


def _after_sale(play: Play) -> Iterator[Line]:
    impact = play.impact
    if impact is not None:
        every = ("impact", f"looked at every {each(impact.every.whole)}", source_of(impact.every))
        yield from told(impact, every=[every], team=[("attended by", impact.team, "")] if impact.team else ())
    if play.renewal is not None:
        counted = "first decisions" if play.offer.term else "decisions in the first twelve months"
        text = f"{in_words(play.renewal.overall)} of {counted} are to stay; "
        text += f"one every {each(play.offer.months)}"
        yield from told(play.renewal, overall=[("renewal", text, source_of(play.renewal.overall))])
    for part in (play.expansion, play.contraction, play.referral, play.winback):
        yield from told(part)
