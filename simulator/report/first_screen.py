"""The answer to a run on one screen: what is asked first, and what would change it."""

from collections.abc import Sequence

from simulator.experiment import Outcomes
from simulator.format import many
from simulator.layout.page import Page, Section, Verbatim
from simulator.layout.text import WIDTH, text
from simulator.report.screen.bottlenecks import bottlenecks
from simulator.report.screen.cash import cash
from simulator.report.screen.look_out import look_out
from simulator.report.screen.motions import money
from simulator.report.screen.revenue import revenue
from simulator.report.screen.targets import targets
from simulator.report.screen.words import labelled
from simulator.scenario import Scenario
from simulator.scenario_library import scenarios

LINES = 40
# Metrics and parts of which it is made.
NEEDS = (
    *("arr_end", "customers_end", "cash_end", "cash_low", "cash_low_month", "runout_probability"),
    *("runout_month", "leads", "won", "cac", "cac_ratio", "payback_months", "ltv", "grr", "nrr", "target"),
    *("channel_leads", "channel_won", "channel_cycle_days", "channel_cac", "channel_ltv"),
    *("channel_contribution", "channel_lead_cost", "channel_marginal_lead_cost"),
    *("monthly", "company", "bowtie", "stages", "teams", "cycles", "motions", "targets"),
)


def first_screen(outcomes: Outcomes, scenario: Scenario | None = None) -> Page:
    """At most 40 lines of 100 columns: odds, cash, recurring revenue, money by motion, who is full, and what
    to look out for. Without the scenario nothing is said of what its file leaves open.

    Where there is more to say than fits, the last of the longer list is left out; `--all` has it.
    """
    told, warned = bottlenecks(outcomes), look_out(outcomes, scenario)
    many_told, many_warned = len(told), len(warned)
    while True:
        page = _page(outcomes, scenario, _some(told, many_told), _some(warned, many_warned))
        if len(text(page).splitlines()) <= LINES or many_told + many_warned <= 2:
            return page
        if many_told > max(many_warned, 1):
            many_told -= 1
        else:
            many_warned -= 1


def _some(lines: Sequence[str], count: int) -> list[str]:
    """So many of the lines, and how many are left out."""
    left = len(lines) - count
    return [*lines[:count], *([f"and {left} more: --all"] if left else [])]


def _page(
    outcomes: Outcomes, scenario: Scenario | None, told: Sequence[str], warned: Sequence[str]
) -> list[Section]:
    return [
        [heading(outcomes)],
        targets(outcomes),
        cash(outcomes),
        *revenue(outcomes),
        money(outcomes),
        labelled("BOTTLENECKS", told),
        labelled("LOOK OUT", warned),
        [Verbatim(_more(outcomes, scenario))],
    ]


def heading(outcomes: Outcomes) -> Verbatim:
    """Which company, and what every number under it depends on."""
    runs = many(outcomes.replications, "run")
    if outcomes.partial:
        runs = f"PARTIAL: {outcomes.replications} of {many(outcomes.asked, 'run')}"
    how = f"{outcomes.header.currency} · {outcomes.years} · {runs}, seed {outcomes.seed}"
    room = WIDTH - len(how) - 3
    title = outcomes.title if len(outcomes.title) <= room else f"{outcomes.title[: room - 1]}…"
    return Verbatim(f"{title} · {how}")


def _more(outcomes: Outcomes, scenario: Scenario | None) -> str:
    file = _file(scenario)
    beside = "--what-ifs" if scenario is not None and scenario.what_ifs else "OTHER"
    line = "more: --all (every metric) · bowtie explain payback · bowtie compare {} {}"
    told = line.format(file, beside)
    return told if len(told) <= WIDTH else line.format("FILE", beside)


def _file(scenario: Scenario | None) -> str:
    """What to type for the file: a name of those that come with the product, a path, or a word for it."""
    if scenario is None:
        return "FILE"
    shipped = {file: name for name, file in scenarios().items()}
    return shipped.get(scenario.path, str(scenario.path))
