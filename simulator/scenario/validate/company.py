"""Check what must hold between keys of the company, its teams and its motions."""

from collections import Counter
from collections.abc import Iterator

from simulator.company.schema import MOST_ON_A_DATE, Company, Motion
from simulator.company.section import Section, declared
from simulator.company.stage import Stage
from simulator.company.stage_graph import close_of, loops_without_time, won_unqualified
from simulator.company.team import Team
from simulator.company.team_order import held_in_a_circle
from simulator.errors import Found, did_you_mean
from simulator.model import MARKS
from simulator.quantity.number import said
from simulator.scenario.targets import target_problems
from simulator.scenario.validate.channels import channel_problems, entered_past_qualified, overbooked
from simulator.scenario.validate.dead_ends import dead_ends
from simulator.scenario.validate.dynamics import dynamics_problems, hire_problems, moved_past_qualified
from simulator.scenario.validate.loops import loop_problems
from simulator.scenario.validate.need import need_problems
from simulator.scenario.validate.offers import cost_problems, offer_problems, time_problems
from simulator.scenario.validate.volumes import too_large
from simulator.visible import hidden


def problems_of(company: Company) -> list[Found]:
    """Everything that is wrong between the keys."""
    found = [*_frame(company), *unmet(company)]
    for team in company.team.values():
        found += _team(company, team)
    for motion in company.motion.values():
        structure = list(_stages(company, motion))
        found += structure
        found += offer_problems(motion, company.start, company.end)
        found += _after_sale(company, motion)
        found += _leads(company, motion)
        found += channel_problems(company, motion)
        if not structure:
            found += entered_past_qualified(motion)
            found += loop_problems(company, motion)

            found += need_problems(motion)
            found += loops_without_time(motion)
            found += won_unqualified(motion)
    found += cost_problems(company)
    found += target_problems(company)
    found += dynamics_problems(company)
    found += overbooked(company)
    found += _correlations(company)
    if not found:
        found += dead_ends(company)
        found += moved_past_qualified(company)
        found += held_in_a_circle(company)
        found += too_large(company)
    return found


def _frame(company: Company) -> Iterator[Found]:
    """What is wrong with the title and the first day."""
    if not company.title.strip() or hidden(company.title):
        yield "title", company.title, "what the company is called, in one line"
    if company.start.day != 1:
        yield "start", company.start, f"the first of a month, such as {company.start.replace(day=1)}"
    if not 1900 <= company.start.year <= 2200:
        yield "start", company.start, "a year between 1900 and 2200"


def _correlations(company: Company) -> Iterator[Found]:
    for one in company.correlation.values():
        if len(one.between) < 2:
            yield f"{one.path}.between", list(one.between), "a list of two paths or more"
        if not one.rank.certain:
            yield f"{one.path}.rank", None, "one value, without a range, such as 0.6"


def _team(company: Company, team: Team) -> Iterator[Found]:
    if team.capacity is None and team.book is None:
        text = "a team serves (capacity = 20), keeps a book (book = 50), or does both: give one at least"
        yield team.path, None, text
    if team.serves_and_keeps and team.first is None:
        text = (
            "it serves and keeps a book: for whom do its people take time first? Write "
            'first = "customers", then deals have the seats that these leave, or first = "deals"'
        )
        yield team.path, None, text
    yield from hire_problems(company, team)


def _stages(company: Company, motion: Motion) -> Iterator[Found]:
    names = [s.name for s in motion.stage]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"{motion.path}.stage", name, "every stage of a motion has a name of its own"
    for mark in ("sal", "won"):
        marked = [s.name for s in motion.stage if s.marks == mark]
        if len(marked) != 1:
            what = "qualified" if mark == "sal" else "signed"
            has = f"; here it is {' and '.join(marked)}" if marked else ""
            yield f"{motion.path}.stage", None, f'exactly one stage has marks = "{mark}" ({what}){has}'
    last: tuple[int, str] = (0, "")
    for stage in motion.stage:
        if stage.marks is None:
            continue
        again = MARKS[stage.marks] == last[0] and stage.marks in ("mql", "sql")
        if MARKS[stage.marks] < last[0] or again:
            text = f"marks come in the order mql, sql, sal, won, each once; {last[1]} is before it"
            yield f"{stage.path}.marks", stage.marks, text
        last = (MARKS[stage.marks], stage.marks)
    close = close_of(motion.stage)
    for at, stage in enumerate(motion.stage):
        yield from _stage(company, stage, names, at, close)


def _stage(company: Company, stage: Stage, names: list[str], at: int, close: int) -> Iterator[Found]:
    path = stage.path
    for team in stage.team:
        if team not in company.team:
            yield f"{path}.team", team, f"there is no such team; {did_you_mean(team, company.team)}"
        elif company.team[team].only_keeps:
            text = (
                "this team keeps a book and has no seats; it can attend impact, or serve with capacity, too"
            )
            yield f"{path}.team", team, text
    yield from time_problems(stage, at > close)
    if len(set(stage.team)) < len(stage.team):
        yield f"{path}.team", stage.team, "two different teams"
    if stage.fit_correlation is not None and (stage.passes is None or stage.passes.per_account):
        why = "there is no rate" if stage.passes is None else "the rate already differs between accounts"
        yield stage.fit_correlation.path, None, f"has no effect here: {why} (passes)"
    before = names[: close + 1]
    if stage.passes_to is not None:
        if at >= close:
            yield f"{path}.passes_to", stage.passes_to, "from the close on, stages follow in their order"
        elif stage.passes_to not in before:
            yield f"{path}.passes_to", stage.passes_to, _no_stage(stage.passes_to, names, before)
    loss = stage.loses_to
    if loss is None:
        return
    if at > close:
        yield loss.path, None, "not allowed after the close: a customer that stumbles goes on"
        return
    if (loss.nurture is None) != (loss.after is None):
        yield (loss.path, None, 'nurture and after come together: { nurture = "20%", after = "3 months" }')
    if loss.nurture is None and loss.to is None:
        yield loss.path, None, "a stage's name, or { nurture, after }"
    if loss.to is not None and loss.to not in before:
        yield loss.path, loss.to, _no_stage(loss.to, names, before)


def _no_stage(name: str, names: list[str], before: list[str]) -> str:
    if name in names:
        return "only stages up to the one that marks won can be jumped to"
    return f"there is no such stage; {did_you_mean(name, before)}"


def _after_sale(company: Company, motion: Motion) -> Iterator[Found]:
    impact, offer = motion.impact, motion.offer
    if impact is not None:
        if impact.team is not None:
            if impact.team not in company.team:
                text = f"there is no such team; {did_you_mean(impact.team, company.team)}"
                yield f"{impact.path}.team", impact.team, text
            elif company.team[impact.team].book is None and company.team[impact.team].capacity is not None:
                yield f"{impact.path}.team", impact.team, "a team that keeps a book (book = 50)"
        if impact.fit_correlation is not None and impact.reached.per_account:
            text = "has no effect here: the rate already differs between accounts (reached)"
            yield impact.fit_correlation.path, None, text
        if impact.after_setback is not None and close_of(motion.stage) == len(motion.stage) - 1:
            yield impact.after_setback.path, None, "there is no stage after the close that could fail"
    renewal = motion.renewal
    lift = renewal.lift if renewal is not None and renewal.overall.per_account else None
    if lift is not None and not (lift.certain and lift.mean == 1.0):
        text = "only beside an overall rate that is one for all: one that differs is not solved for the lift"
        yield lift.path, said(lift), text
    if renewal is not None and renewal.lift is not None and not _start_tells(motion):
        text = (
            f"only with impact: write [{motion.path}.impact]; without it renewal is the stated rate for all"
        )
        yield renewal.lift.path, said(renewal.lift), text
    for growth in (motion.expansion, motion.contraction, motion.referral, motion.champion):
        if growth is not None and impact is None:
            yield growth.path, None, f"only with impact: write [{motion.path}.impact]"
    for decision in (motion.renewal, motion.contraction):
        if decision is not None and offer.licence is not None and not offer.recurs:
            yield decision.path, None, "nothing recurs: there is no price and no maintenance"


def _start_tells(motion: Motion) -> bool:
    """Whether customers can differ in what they got: in cycles of impact, or in how they were started."""
    after = motion.stage[close_of(motion.stage) + 1 :]
    return motion.impact is not None or any(stage.passes is not None for stage in after)


def _leads(company: Company, motion: Motion) -> Iterator[Found]:
    fed = motion.takes_from or any(
        motion is company.motion.get(to) for other in company.motion.values() for to in other.move
    )
    ways = motion.leads is not None or motion.leads_on or motion.channel
    if not ways and not fed and company.opening is None:
        text = 'missing: leads = "400 a month", or leads_on = [2027-01-05], or those of today in [opening]'
        yield motion.path, None, text
    if motion.units is not None and motion.units.mean < 1.0:
        yield (
            motion.units.path,
            said(motion.units),
            "an account has one whole unit at least: price a larger unit",
        )
    if motion.growth is not None and not motion.grows:
        yield motion.growth.path, None, "of leads a month: there are none"
    for day, leads in Counter(motion.leads_on).items():
        if leads > MOST_ON_A_DATE:
            yield (
                f"{motion.path}.leads_on",
                day,
                f"at most {MOST_ON_A_DATE:,} leads on one date, not {leads:,}",
            )
    for n, day in enumerate(motion.leads_on):
        where = f"{motion.path}.leads_on[{n + 1}]"
        if not company.start <= day < company.end:
            yield where, day, f"from {company.start} on, and before {company.end}"
        elif n and day < motion.leads_on[n - 1]:
            yield where, day, "dates come in order"


def unmet(part: object) -> Iterator[Found]:
    """Keys of a company's tables that are stated without what they need, or beside what they exclude."""
    if isinstance(part, Section):
        for name, one in declared(type(part)).items():
            value, info = getattr(part, name), type(part).model_fields[name]
            yield from unmet(value)
            if value is None or value == info.default:
                continue
            wrong = [text for beside, text in one.needs.items() if not _is_there(part, beside)]
            wrong += [text for beside, text in one.excludes.items() if _is_there(part, beside)]
            for text in wrong[:1]:
                shown = None if isinstance(value, Section) else said(value)
                yield f"{part.path}.{info.alias or name}", shown, text
    elif isinstance(part, dict):
        for inner in part.values():
            yield from unmet(inner)
    elif isinstance(part, tuple):
        for inner in part:
            if isinstance(inner, Section):
                yield from unmet(inner)


def _is_there(section: Section, names: str) -> bool:
    """Whether one of some keys is stated, or one of some properties holds."""
    return any(getattr(section, name) for name in names.split(" or "))
