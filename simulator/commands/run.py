"""`bowtie run`: run one scenario many times and print its outcomes."""

from typing import TYPE_CHECKING, Any

from simulator.commands import options
from simulator.commands.errors import door, load_all, refuse

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def run(
    file: options.File,
    what_if: options.WhatIf = None,
    replications: options.RunReplications = None,
    precision: options.Precision = None,
    on: options.On = None,
    second_lives: options.SecondLives = 0,
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
    extend: options.Extend = None,
) -> None:
    """One scenario many times: the odds, cash, growth, money by motion, and what to look out for."""
    if precision is not None and on is None:
        refuse("--precision is of one metric: name it, as in --on arr_end")
    if second_lives and on is None:
        refuse("--second-lives tell of one metric: name it, as in --on arr_end")
    if extend is not None and (out is not None or force):
        refuse("--extend writes into the folder that it names: leave out --out and --force")
    with door():
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.output import keeping, show
        from simulator.commands.progress import watched
        from simulator.report import luck
        from simulator.report.first_screen import first_screen
        from simulator.report.json_document import of_outcomes
        from simulator.report.run import report
        from simulator.saved_runs import Options, earlier_of, taken

        (scenario,) = load_all([file], options.together(what_if))
        if on is not None:
            on = metric_of(on, scenario)
        asked: dict[str, Any] = {"seed": seed, "engine": engine.value, "second_lives": second_lives}
        asked |= {"definitions": options.definitions(definition), "independent": independent}
        before = None
        if extend is not None:
            before = earlier_of(extend, scenario, taken([scenario]), Options(replications=1, **asked))
        kept = keeping(extend or out, xlsx, force or extend is not None, [scenario])
        with workers_of(scheduler, workers) as executor, watched(scenario.name, executor) as progress:
            how: dict[str, Any] = {"workers": workers, "executor": executor, "progress": progress}
            how |= {"precision": precision, "on": on if precision else None, "extending": before}
            outcomes = simulator.run(scenario, replications=replications, **asked, **how)
        shown = report if every else first_screen
        told = Options(replications=outcomes.asked, precision=precision, on=on, **asked)
        show(
            outcomes,
            kept,
            told,
            page=lambda: [*shown(outcomes, scenario), *([luck.section(outcomes, on)] if on else [])],
            document=lambda: of_outcomes(outcomes) | (luck.document(outcomes, on) if on else {}),
            json=json,
        )


def metric_of(name: str, scenario: "Scenario") -> str:
    """The metric that is meant; refused before anything is run where there is none."""
    from simulator.errors import did_you_mean
    from simulator.ledger import header_of
    from simulator.metrics.asked import meant, names_of

    known = names_of(header_of(scenario.draw(0, 0), 0, 0))
    found = meant(name, known)
    if found not in known:
        refuse(f"--on {name}: not a metric here; {did_you_mean(name, known)}")
    return found
