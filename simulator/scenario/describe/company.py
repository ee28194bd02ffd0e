"""Describe a company in plain words, for somebody who knows the business and not the program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.company.channel import Channel
from simulator.company.customer import Renewal
from simulator.company.schema import Company, Motion
from simulator.company.stage import Stage
from simulator.layout.page import Block, Facts, Heading, Page, Paragraph, Prose, Section
from simulator.quantity.spoken import Line, day_in_words, digits, each, in_words, source_of
from simulator.scenario.describe import tables
from simulator.scenario.describe.tables import told
from simulator.scenario.opening.accounts import OpeningAccounts
from simulator.scenario.targets import in_words as target_in_words
from simulator.scenario.to_model.frame import run_off
from simulator.scenario.validate.volumes import expected_leads

_MARKS = {"mql": "MQL", "sql": "SQL", "sal": "SAL, qualified", "won": "won"}

_TAUGHT = {
    "problem": "who has no need, and passes, knows the problem",
    "solution": "who knows the problem, and passes, knows the solution",
}

_LEGEND = (
    "In brackets: a range that holds 90 % of what is drawn. Not known: drawn once for each run. "
    "Differs: drawn for each account. On the right: the source of a number, or that it is assumed."
)

_THRESHOLDS = (
    "Fit: how well an account suits what is sold. Nobody sees it; fit correlation is how far a decision "
    "follows it. Fit correlation: a what-if, a [change] or a file built on this one that alters it keeps the "
    "thresholds as they were settled here; only restating the rate itself moves its threshold, "
    "so a better judge can win more."
)


def described(
    company: Company,
    name: str,
    base: str,
    book: OpeningAccounts,
    questions: Mapping[str, Sequence[tuple[str, str, str]]],
    today: Company,
) -> Page:
    """A company in plain words; `today`: before what is changed in it from the first day on."""
    parts = (
        ("Targets", [(name, target_in_words(one), "") for name, one in company.target.items()]),
        ("Money", tables.money_lines(company)),
        ("On the first day", tables.opening_lines(company, book, today)),
        ("Shocks", tables.shock_lines(company)),
        ("Not known, and going together", tables.correlation_lines(company)),
        ("People", _people(company)),
    )
    judges = (
        one for motion in company.motion.values() for one in (*motion.stage, motion.impact) if one is not None
    )
    judged = any(judge.fit_correlation is not None for judge in judges)
    return [
        [Heading(f"{name}: {company.title}"), Prose(company.description)],
        [Paragraph(_frame_of(company, base))],
        *(_headed(Heading(heading), lines) for heading, lines in parts),
        *(section for motion in company.motion.items() for section in _motion(company, *motion)),
        _questions(questions),
        [Paragraph(_LEGEND)],
        [Paragraph(_THRESHOLDS)] if judged else [],
    ]


def _headed(heading: Heading, lines: Iterable[Line], indent: int = 2) -> Section:
    """Lines under their heading, or nothing."""
    facts = Facts(tuple(lines), indent)
    return [heading, facts] if facts.lines else []


def _frame_of(company: Company, base: str) -> str:
    months = f"{company.years} years" if company.years > 1 else "1 year"
    leads = sum(expected_leads(company, motion) for motion in company.motion.values())
    text = (
        f"{months} from {company.start:%B %Y}, then {run_off(company)} months without new leads. About "
        f"{digits(leads)} leads in a run. Money is in {company.currency}."
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
        plan = ((name if n == 0 else "", *line) for n, line in enumerate(tables.people_lines(team)))
        yield from told(team, people=plan, first=tables.who_comes_first(team))


_LATER = dict.fromkeys(  # parts of a motion that are told below
    (
        "channel", "stage", "offer", "impact", "renewal", "expansion", "contraction", "referral", "champion",
        "winback",
    ),
    (),
)  # fmt: skip


def _motion(company: Company, name: str, motion: Motion) -> Iterator[Section]:
    opens = [("opens", day_in_words(motion.opens), "")] if motion.opens is not None else []
    lines = told(
        motion,
        opens=opens,
        season=tables.season_of(motion),
        leads_on=_dated(company, motion),
        takes_from=tables.taken_by(motion),
        move=tables.moves_of(motion),
        **_LATER,
    )
    yield [Heading(f"Motion {name}"), Facts(tuple(lines))]
    for way, channel in motion.channel.items():
        into = channel.enters or motion.stage[0].name
        yield _headed(Heading(f"Channel {way} (its leads come in at {into})", 2), _channel(channel), 5)
    close = False
    for n, stage in enumerate(motion.stage, start=1):
        following = motion.stage[n].name if n < len(motion.stage) else "live"
        heading = Heading(f"{n}. {stage.name}{_about(stage, close, motion)}", 2)
        yield _headed(heading, _stage(stage, stage.passes_to or following, close), 5)
        close = close or stage.marks == "won"
    yield _headed(Heading("What they pay", 2), tables.offer_lines(motion.offer), 5)
    yield _headed(Heading("As customers", 2), _after_sale(motion), 5)


def _about(stage: Stage, after_close: bool, motion: Motion) -> str:
    decides = motion.decides(motion.stage.index(stage))
    who = "after the close" if after_close else f"the {decides} decides"
    mark = f"; who passes is {_MARKS[stage.marks]}" if stage.marks else ""
    return f" ({who}{mark})"


def _dated(company: Company, motion: Motion) -> Iterator[Line]:
    """Leads on single dates, and how many there are in all."""
    if motion.leads_on:
        yield "dated leads", f"{len(motion.leads_on)}, from {motion.leads_on[0]} to {motion.leads_on[-1]}", ""
    if motion.has_monthly_leads:
        total = digits(expected_leads(company, motion))
        after = ", if it were open from the start" if motion.opens_at_arr is not None else ""
        yield "", f"about {total} leads in {company.years} years{after}", ""


def _channel(channel: Channel) -> Iterator[Line]:
    worked = [("made by", f"the people of {channel.team}", "")] if channel.team else []
    return told(channel, team=worked, enters=())


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
        teaches=[("teaches", _TAUGHT[stage.teaches], "")] if stage.teaches else [],
        needs=[("needs", f"nobody signs who does not know the {stage.needs}", "")] if stage.needs else [],
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


def _without_impact(renewal: Renewal) -> list[Line]:
    """Where no impact is looked at, all are alike at that decision, but for how they were started."""
    if renewal.lift is None:
        return [("", "the same for all: no impact is looked at", "")]
    text = f"after a clean start the odds are {in_words(renewal.lift)} times the others'"
    return [("", text, source_of(renewal.lift)), ("", "no impact is looked at", "")]


def _after_sale(motion: Motion) -> Iterator[Line]:
    impact = motion.impact
    if impact is not None:
        every = ("impact", f"looked at every {each(impact.every.whole)}", source_of(impact.every))
        own = {"every": [every], "team": [("attended by", impact.team, "")] if impact.team else []}
        if impact.priority:
            own["priority"] = [("", f"priority {impact.priority}: of a book, lower is attended first", "")]
        yield from told(impact, **own)
    if motion.renewal is not None:
        counted = "first decisions" if motion.offer.term else "decisions in the first twelve months"
        text = f"{in_words(motion.renewal.overall)} of {counted} are to stay; "
        text += f"one every {each(motion.offer.months)}"
        own = {"overall": [("renewal", text, source_of(motion.renewal.overall))]}
        if impact is None:
            own |= {"lift": _without_impact(motion.renewal)}
        yield from told(motion.renewal, **own)
    for part in (motion.expansion, motion.contraction):
        yield from told(part)
    for loop in motion.loops:
        yield from told(
            loop, enters=[("", f"as a lead that comes in at {loop.enters}", "")] if loop.enters else []
        )
