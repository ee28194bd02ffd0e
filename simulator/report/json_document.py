"""Answers as data, for one JSON document."""

from collections.abc import Sequence
from typing import Any

from simulator.experiment import BreakEven, Comparison, Outcomes, Sized, Solution
from simulator.scenario import Scenario


def of_outcomes(outcomes: Outcomes) -> dict[str, Any]:
    """One scenario; `"partial": true` only where the run was ended early, `"independent": true` only where
    each replication drew by itself."""
    summaries = {name: outcomes.summary(name) for name in outcomes.values}
    fields = ("mean", "low", "high", "p10", "p50", "p90", "unit", "definition")
    drawn = {"independent": True} if outcomes.independent else {}
    return _marked(outcomes.partial) | {
        "scenario": outcomes.name,
        "seed": outcomes.seed,
        **drawn,
        "replications": outcomes.replications,
        "metrics": {name: {f: getattr(s, f) for f in fields} for name, s in summaries.items()},
        "monthly": _monthly(outcomes),
        "cohorts": _cohorts(outcomes),
    }


def _monthly(outcomes: Outcomes) -> dict[str, Any]:
    """Means over replications, by month: of each motion, and of the company; money in cents."""
    motions = outcomes.header.motions
    return {
        "motions": {
            motion: {name: values[:, :, p].mean(axis=0).tolist() for name, values in outcomes.monthly.items()}
            for p, motion in enumerate(motions)
        },
        "company": {name: values.mean(axis=0).tolist() for name, values in outcomes.company.items()},
    }


def _cohorts(outcomes: Outcomes) -> dict[str, Any]:
    """Means over replications: a list for each quarter of signature, with a number for each quarter of
    age; ARR in cents a year."""
    fields = outcomes.cohorts.dtype.names or ()
    return {name: outcomes.cohorts[name].mean(axis=0).tolist() for name in fields}


def of_comparison(comparison: Comparison) -> dict[str, Any]:
    """All scenarios, and the paired differences from the one they are held against."""
    fields = ("mean", "low", "high", "better_in", "unit")
    differences = []
    for other in comparison.others:
        found = {name: comparison.difference(other.name, name) for name in comparison.metrics}
        differences.append(
            {
                "scenario": other.name,
                "against": comparison.against,
                "metrics": {name: {f: getattr(d, f) for f in fields} for name, d in found.items()},
            }
        )
    return _marked(comparison.partial) | {
        "scenarios": [of_outcomes(o) for o in comparison.outcomes],
        "differences": differences,
    }


def of_compared(
    comparison: Comparison, scenarios: Sequence[Scenario], metric: str | None = None
) -> dict[str, Any]:
    """A comparison; what its what-ifs change, where there are any; their order by a metric, where asked."""
    document = of_comparison(comparison)
    what_ifs = [
        {"scenario": name, "changes": dict(scenario.changes), "restated": list(scenario.restated)}
        for name, scenario in zip(comparison.names, scenarios, strict=True)
        if scenario.changes
    ]
    if what_ifs:
        document["what_ifs"] = what_ifs
    if metric is not None:
        best_first = [outcomes.name for outcomes, _ in comparison.ranked(metric)]
        document["ranked"] = {"metric": metric, "against": comparison.against, "scenarios": best_first}
    return document


def of_sizes(sizes: Sequence[Sized]) -> dict[str, Any]:
    """At what size what-ifs were compared, where that was sought; null where there is none."""
    if not sizes:
        return {}
    fields = ("what_if", "factor", "value", "unit", "farthest", "nearest", "held", "limit")
    found = [
        {name: getattr(one, name) for name in fields} | ({} if one.found else {"factor": None, "value": None})
        for one in sizes
    ]
    return {"at_equal": {"metric": sizes[0].metric, "goal": sizes[0].goal, "sizes": found}}


def of_break_even(answer: BreakEven) -> dict[str, Any]:
    """The value that was sought, what is held, and all that was tried."""
    fields = (
        *("scenario", "what_if", "metric", "number", "unit", "own", "assumed"),
        *("verdict", "value", "low", "high", "limit"),
    )
    gap_fields = ("mean", "low", "high", "better_in", "pairs", "unit")
    return _marked(answer.partial) | {
        **{name: getattr(answer, name) for name in fields},
        "seed": answer.base.seed,
        "replications": answer.base.replications,
        "held": dict(answer.held),
        "tried": [
            {"value": value, "difference": {name: getattr(gap, name) for name in gap_fields}}
            for value, gap in answer.tried
        ],
    }


def of_solution(answer: Solution) -> dict[str, Any]:
    """The value that was sought, and the odds of all that was tried."""
    fields = ("scenario", "metric", "to", "number", "unit", "own", "verdict", "value", "low", "high", "limit")
    return _marked(answer.partial) | {
        **{name: getattr(answer, name) for name in fields},
        "seed": answer.base.seed,
        "replications": answer.base.replications,
        "tried": [{"value": value, "odds": odds._asdict()} for value, odds in answer.tried],
        "far": list(answer.far),
    }


def _marked(partial: bool) -> dict[str, Any]:
    return {"partial": True} if partial else {}
