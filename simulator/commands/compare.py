"""`bowtie compare`: run scenarios side by side, or rank the what-ifs of one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.commands import options
from simulator.commands.errors import door, load_all, refuse, tell_doubts

if TYPE_CHECKING:
    from simulator.layout.page import Page
    from simulator.scenario import Scenario


def compare(
    files: options.Files,
    against: options.Against = None,
    what_ifs: options.WhatIfs = False,
    what_if: options.OfWhatIfs = None,
    by: options.By = None,
    at_equal: options.AtEqual = None,
    replications: options.Replications = 128,
    seed: options.Seed = 0,
    engine: options.WhichEngine = options.Engine.COMPILED,
    independent: options.Independent = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    definition: options.Definitions = None,
    every: options.Every = False,
    json: options.Json = False,
    xlsx: options.Xlsx = None,
    out: options.Out = None,
    force: options.Force = False,
) -> None:
    """Scenarios ranked side by side, or one beside its what-ifs: why, how surely, and what follows."""
    ideas = asks_for_what_ifs(files, what_ifs, what_if)
    asked: dict[str, Any] = {"replications": replications, "seed": seed, "engine": engine.value}
    asked |= {"definitions": options.definitions(definition), "independent": independent}
    if at_equal and not ideas:
        refuse("--at-equal is about what-ifs of one file: name it with --what-ifs, or --what-if twice")
    with door():
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.output import keeping, show
        from simulator.commands.progress import watched
        from simulator.experiment.metric_rows import to_show
        from simulator.format import many
        from simulator.report import compare as side_by_side, what_ifs as ranked
        from simulator.report.json_document import of_compared, of_sizes
        from simulator.report.ranking import NEEDS, ranking
        from simulator.report.sizes import sizes_of
        from simulator.saved_runs import Options

        scenarios = with_what_ifs(files, what_if or [], every=what_ifs)
        kept = keeping(out, xlsx, force, scenarios)
        sizes: tuple[simulator.Sized, ...] = ()
        what = many(len(scenarios), "scenario")
        with workers_of(scheduler, workers) as executor, watched(what, executor) as progress:
            how: dict[str, Any] = {"against": against, "workers": workers, "executor": executor}
            if at_equal:
                names = [one.name for one in scenarios[1:]]
                sought = {name: asked[name] for name in ("replications", "seed", "engine", "independent")}
                sizes = simulator.at_equal(
                    scenarios[0], names, at_equal, **sought, workers=workers, executor=executor,
                    progress=progress,
                )  # fmt: skip
                scenarios = [scenarios[0], *(one.scenario for one in sizes if one.scenario and one.factor)]
                kept = kept and replace(kept, scenarios=scenarios)
            metric = metric_to_rank_by(scenarios, by, seed=seed, **how)
            # Of a document and of a record all is told, on a page what it shows.
            shown = [metric, *NEEDS]
            if every:
                shown = [metric, *ranked.NEEDS] if ideas else to_show()
            how["metrics"] = None if json or kept or xlsx else shown
            comparison = simulator.compare(scenarios, **how, **asked, progress=progress)

        def page() -> "Page":
            if not every:
                found = ranking(comparison, scenarios, metric)
            elif ideas:
                found = ranked.report(comparison, scenarios, metric)
            else:
                found = side_by_side.report(comparison)
            return [*sizes_of(sizes), *found]

        show(
            comparison,
            kept,
            Options(**asked, against=comparison.against, by=metric, at_equal=at_equal),
            page=page,
            document=lambda: of_compared(comparison, scenarios, metric) | of_sizes(sizes),
            json=json,
        )


def asks_for_what_ifs(files: Sequence[Path], what_ifs: bool, what_if: list[str] | None) -> bool:
    """Whether the what-ifs of one file are asked for. Refuses options that do not go together."""
    if what_ifs and what_if:
        refuse("--what-ifs are all of them: leave out --what-if, or name those that you want")
    return len(files) == 1 and bool(what_ifs or what_if)


def metric_to_rank_by(scenarios: "Sequence[Scenario]", by: str | None, *, seed: int, **how: Any) -> str:
    """The metric that ranks them, asked for or not: whether it does is known after one run, not after all.

    Raises OptionError for one that ranks nothing here.
    """
    import simulator
    from simulator.metrics.asked import meant
    from simulator.report.ranking import metric_of_ranking

    one = simulator.compare(scenarios, **how, replications=1, seed=seed)
    metric = meant(by, one.outcomes[0].values) if by else metric_of_ranking(one)
    one.ranked(metric)
    return metric


def with_what_ifs(files: Sequence[Path], names: Sequence[str], *, every: bool) -> "list[Scenario]":
    """Each file's company, followed by its what-ifs: those that are named, or all.

    Refused: a file without the one that is named, or without any where all are asked for.
    """
    from simulator.errors import collected
    from simulator.scenario import Problem, ScenarioError

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for company in load_all(files):
        if every and not company.what_ifs:
            refuse(how_to_write(company))
        scenarios.append(company)
        for name in company.what_ifs if every else dict.fromkeys(names):
            with collected(problems):
                varied = company.with_what_if(name)
                scenarios.append(varied)
                tell_doubts(varied, company)
    if problems:
        refuse(str(ScenarioError(dict.fromkeys(problems))))
    return scenarios


def how_to_write(company: "Scenario") -> str:
    """That a file has no what-ifs, and one to begin with, of a path that it has."""
    name, path, value = _example(company)
    return (
        f"{company.path} has no what-ifs: write one at its end, a table with a name, and what it changes "
        f'by path, such as\n\n[what_if."{name}"]\n"{path}" = {value}\n\nand run this again.'
    )


def _example(company: "Scenario") -> tuple[str, str, str]:
    for name, team in company.company.team.items():
        if len(team.people) == 1:
            return f"one more {name}", f"team.{name}.people", f"{team.people[0].count.whole + 1}"
    motion_name, motion = next(iter(company.company.motion.items()))
    stage = motion.stage[0]
    time = "trial" if stage.trial is not None else "takes"
    days = 10 if stage.lasts.mean != 10 else 20
    return f"{stage.name} in {days} days", f"motion.{motion_name}.stage.{stage.name}.{time}", f'"{days} days"'
