"""Options that several commands share, with their help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.completion import what_ifs

LARGEST = 2**32 - 1  # of a seed or a replication: streams.LARGEST_KEY, without loading numpy


class Engine(StrEnum):
    """The names of `simulator.engines.ENGINES`, without loading them."""

    COMPILED = "compiled"
    SIMPY = "simpy"


_FILE = "TOML, or the name of one that comes with the product"
File = Annotated[Path, typer.Argument(metavar="FILE", help=f"Scenario file ({_FILE}).")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help=f"Scenario files ({_FILE}).")]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="NAME",
        help="With this what-if of the file; given again, with all of them together.",
        autocompletion=what_ifs,
    ),
]
Against = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Hold the others against this one; the first if left out."),
]
WhatIfs = Annotated[
    bool, typer.Option("--what-ifs", help="Each file beside all its what-ifs; those of one file are ranked.")
]
OfWhatIfs = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="NAME",
        help='Each file beside this what-if of it, or beside several at once, as "A + B". '
        "May be given again for another one.",
        autocompletion=what_ifs,
    ),
]
AtEqual = Annotated[
    str | None,
    typer.Option(
        "--at-equal",
        metavar="METRIC",
        help="Bring each what-if to the size at which it comes to as much of this one as the first what-if, "
        "such as cash_spent, and compare them at that.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="METRIC",
        help="Rank by this one; if left out by the odds of the first target, else by value_end: cash at the "
        "end with the customers left.",
    ),
]
Replications = Annotated[
    int,
    typer.Option(
        min=1,
        max=LARGEST,
        help="Simulated runs (runs): how often the years are lived through; best a multiple of 8.",
    ),
]
RunReplications = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=LARGEST,
        help="Simulated runs (runs): how often the years are lived through; best a multiple of 8; 128 if "
        "left out. With --precision the most of them; 16384 if left out.",
    ),
]
Precision = Annotated[
    str | None,
    typer.Option(
        metavar="WIDTH",
        help='Run until the mean of --on is as sure to either side: "2%" of it, "0.5 points" of a share, '
        '"10k EUR".',
    ),
]
On = Annotated[
    str | None,
    typer.Option(metavar="METRIC", help="Tell what moves this one most of all that is not known."),
]
SecondLives = Annotated[
    int,
    typer.Option(
        min=0,
        max=LARGEST,
        help="Live so many of the runs once more with other luck: of --on, how much of the spread is luck.",
    ),
]
Extend = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Go on from a record that --out has written, up to --replications in all, and write it anew.",
    ),
]
Replication = Annotated[int, typer.Option(min=0, max=LARGEST, help="Which of the runs, from 0.")]
Seed = Annotated[int, typer.Option(min=0, max=LARGEST, help="Of all random numbers.")]
WhichEngine = Annotated[Engine, typer.Option("--engine", help="Which clock. Both write the same ledger.")]
Workers = Annotated[int | None, typer.Option(min=1, max=1024, help="Threads; all processors if left out.")]
Independent = Annotated[
    bool,
    typer.Option(
        "--independent",
        help="Draw what is not known independently in each run, instead of evenly over every eight of them.",
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Run on the workers of this Dask scheduler: tcp://127.0.0.1:8786."),
]
Every = Annotated[
    bool, typer.Option("--all", help="All that is known, every metric, in place of the first screen.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Keep the answer in a new folder, too: a page to read (index.html), each run's values as CSV, "
        "pictures, inputs, and how it was made.",
    ),
]
Xlsx = Annotated[
    Path | None,
    typer.Option("--xlsx", metavar="FILE", help="Write the tables as a workbook, too: tables.xlsx."),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Let --out write over a record, and --xlsx over a file, that is there."),
]
Definitions = Annotated[
    list[str] | None,
    typer.Option(
        "--definition",
        metavar="METRIC=VARIANT",
        help="Count a metric in another way: cac=lagged. May be given again for another one.",
    ),
]


def together(names: list[str] | None) -> str | None:
    """The what-ifs that are asked for, as `load` takes them: one, or several at once."""
    return " + ".join(names) if names else None


def definitions(words: list[str] | None) -> dict[str, str]:
    """`["cac=lagged"]` as `{"cac": "lagged"}`; what the names may be is for the experiment to say."""
    chosen: dict[str, str] = {}
    for word in words or []:
        name, sign, variant = (part.strip() for part in word.partition("="))
        if not (name and sign and variant):
            raise typer.BadParameter(f"{word!r}: METRIC=VARIANT, as in cac=lagged", param_hint="--definition")
        if chosen.setdefault(name, variant) != variant:
            raise typer.BadParameter(f"{name}: both {chosen[name]} and {variant}", param_hint="--definition")
    return chosen
