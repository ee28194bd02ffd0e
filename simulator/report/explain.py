"""What a metric means: its definition, the other ways to count it, and their values side by side."""

import re

from simulator.errors import did_you_mean, nearest
from simulator.experiment import CONFIDENCE, OptionError, Outcomes
from simulator.experiment.metric_rows import conditions, spread
from simulator.format import listed
from simulator.layout.page import Block, Heading, Page, Paragraph, Section
from simulator.layout.table import Column, Kind, Row, Table
from simulator.metrics import METRICS, definition
from simulator.metrics.definitions import written
from simulator.metrics.metric import LESS, NEITHER, Metric
from simulator.report.screen.words import LIKELY

# Words of the first screen that are no metrics.
WORDS = {
    "likely": LIKELY,
    "8 in 10": "Eight of ten runs end between the two values, one below and one above: P10 and P90.",
    "one in ten below": "P10 of the runs: one in ten ends below it, at each of the dates by itself.",
    "means": f"The mean of the runs; ± is its {CONFIDENCE} interval, so how sure the mean is. {LIKELY}",
}
_SPREAD = (Column(), Column(kind=Kind.SPREAD))


def word_of_screens(word: str) -> Page:
    """What a word of the first screen means that is no metric; nothing for another one."""
    found = WORDS.get(word.strip().lower())
    return [[Heading(word.strip()), Paragraph(found, 2)]] if found else []


def metric_named(word: str) -> str:
    """The metric that a word means: its name, its label, how a name begins, or what either holds, if only one
    does.

    Of a variant, or of one of a team, the metric itself. Raises OptionError, with what is near.
    """
    plain = word.partition(":")[0].partition(".")[0].strip()
    if plain in METRICS:
        return plain
    labels = {name: definition(name).label for name, one in METRICS.items() if one.each is None}
    alike = [name for name, label in labels.items() if label.lower() == plain.lower()]
    begins = [name for name in METRICS if plain and name.startswith(plain.lower())]
    asked = _words(plain)
    holds = [name for name in METRICS if asked and asked <= _words(f"{name} {METRICS[name].meaning.label}")]
    for found in (alike, begins, holds):
        if len(found) == 1:
            return found[0]
    if begins or holds:
        raise OptionError(f"{word!r} may be {listed(begins or holds)}: which one?")
    near = nearest(plain, (*METRICS, *labels.values()))
    raise OptionError(
        f"{word!r} is not a metric; {f'did you mean {near}?' if near else did_you_mean('', METRICS)}"
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def wanted(name: str) -> list[str]:
    """What a run is asked for to tell of a metric: itself, and all ways to count it."""
    return [name, *(f"{name}:{variant}" for variant in METRICS[name].variants if variant)]


def report(name: str, outcomes: Outcomes | None = None) -> Page:
    """The definition of a metric and of its variants; with outcomes their values, too."""
    one = METRICS[name]
    better = {NEITHER: "neither more nor less is better", LESS: "less is better"}.get(
        one.better, "more is better"
    )
    unit = (
        one.meaning.unit if outcomes is None else one.meaning.unit.replace("money", outcomes.header.currency)
    )
    label = one.meaning.label.format(one.each.word if one.each else "")
    told: list[Block] = [
        Heading(f"{written(name)}: {label}, in {unit}; {better}"),
        Paragraph(one.meaning.text, 2),
    ]
    if one.each and outcomes is None:
        what = f"{one.each.word} stands for each that a file has"
        told += [Paragraph(f"{what}: bowtie explain {name} FILE lists them, with their values.", 2)]
    return [told, *_values(name, outcomes), _variants(name, one, outcomes), _ranks(one)]


def _values(name: str, outcomes: Outcomes | None) -> list[Section]:
    """Of a run: the metric in each way that it is known, or of each team or target."""
    if outcomes is None:
        return []
    names = [key for key in outcomes.values if key.partition(":")[0].partition(".")[0] == name]
    if METRICS[name].usual:
        names = [key for key in names if ":" in key]
    rows = [_row(key, outcomes) for key in names]
    title = f"{outcomes.name}: {conditions(outcomes)}"
    return [[Paragraph(title), Table(_SPREAD, tuple(rows), title="", broad=True)]] if rows else []


def _row(key: str, outcomes: Outcomes) -> Row:
    plain = key.partition(":")[0]
    here = " (as printed)" if ":" in key and outcomes.defined_as(key) == outcomes.defined_as(plain) else ""
    word = key.partition(":")[2] or key
    return f"{word}{here}", spread(outcomes, key)


def _variants(name: str, one: Metric, outcomes: Outcomes | None) -> Section:
    """The other ways to count it, the usual one first, each with what it means."""
    if not one.usual:
        return []
    chosen = dict(outcomes.header.measures).get(name, one.usual) if outcomes is not None else one.usual
    lines: list[Paragraph] = []
    for variant, way in one.variants.items():
        marks = ["the default"] if variant == one.usual else []
        marks += ["chosen here"] if variant == chosen != one.usual else []
        mark = f" ({', '.join(marks)})" if marks else ""
        text = way.meaning.text if variant != one.usual else "as above"
        lines.append(Paragraph(f"{variant}{mark}: {text}", 2, 6))
    how = f"Another one stands under the name with --definition {name}=VARIANT, or in a file's [measures]."
    return [Heading("Ways to count it"), *lines, Paragraph(how, 2)]


def _ranks(one: Metric) -> Section:
    """Between which companies it ranks nothing, and why."""
    if one.better is NEITHER:
        return [Paragraph("It ranks nothing: neither more nor less of it is better by itself.")]
    told = [f"with {kind.other}: {kind.why}" for kind in one.unranked_if]
    told += [one.unranked_from_0] if one.unranked_from_0 else []
    return [Paragraph(f"It ranks nothing beside a company {'; or '.join(told)}.")] if told else []
