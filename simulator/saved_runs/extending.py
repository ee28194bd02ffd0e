"""Read the outcomes of a record back, for a run that goes on from them."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from simulator.experiment import OptionError, Outcomes
from simulator.ledger import header_of
from simulator.saved_runs.arrays import ARRAYS, parts_in
from simulator.saved_runs.inputs import Inputs
from simulator.saved_runs.manifest import Manifest, Options, foreign, read, this_machine
from simulator.scenario import Scenario

_AS_BEFORE = ("seed", "engine", "definitions", "independent", "second_lives")


def earlier_of(folder: Path, scenario: Scenario, inputs: Inputs, options: Options) -> Outcomes:
    """The outcomes of a record of one scenario, to which more replications can be added.

    `inputs`: the files of the scenario as they are now; `options`: what is asked for now. Raises OptionError
    where they are others than those of the record, where it was made with another version or on another kind
    of machine, whose bits may be others, or where it is not as it was written.
    """
    manifest = read(folder)
    why = _why_not(folder, manifest, scenario, inputs, options)
    if why:
        raise OptionError(f"{folder} can not be extended: {why}")
    model = scenario.draw(options.seed, 0, independent=options.independent)
    if options.definitions:
        model = replace(model, measures=tuple((dict(model.measures) | options.definitions).items()))
    return Outcomes(
        name=manifest.scenarios[0].name,
        title=scenario.title,
        seed=options.seed,
        replications=manifest.replications_done,
        asked=manifest.options.replications,
        header=header_of(model, options.seed, 0),
        independent=options.independent,
        unknowns=scenario.unknowns,
        **parts_in(folder / ARRAYS),
    )


def _why_not(folder: Path, manifest: Manifest, scenario: Scenario, inputs: Inputs, options: Options) -> str:
    """Why the same run would not have begun with this record; empty where it would."""
    if manifest.command != "run":
        return "it is of several scenarios; only what bowtie run has written is"
    other = manifest.machine.differences(this_machine())
    if other:
        return f"it was made with {', '.join(other)}"
    if ARRAYS not in manifest.files:
        return f"there is no {ARRAYS} in it"
    edited = foreign(folder)
    if edited:
        return edited
    (recorded,) = manifest.scenarios
    if recorded.what_if != scenario.what_if:
        return f"it is of {_what_if(recorded.what_if)}, not of {_what_if(scenario.what_if)}"
    now = {place: sha256(content).hexdigest() for place, content in inputs.contents.items()}
    changed = [place for place in {**manifest.inputs, **now} if manifest.inputs.get(place) != now.get(place)]
    if changed:
        return f"{', '.join(changed)} has changed since, or is another file"
    others = [word for word in _AS_BEFORE if getattr(manifest.options, word) != getattr(options, word)]
    then = [_option(word, getattr(manifest.options, word)) for word in others]
    return f"it was made {', '.join(then)}; say the same here" if others else ""


def _option(word: str, value: object) -> str:
    """An option as one says it."""
    option = f"--{word.replace('_', '-')}"
    if isinstance(value, bool):
        return f"{'with' if value else 'without'} {option}"
    if isinstance(value, dict):
        told = " ".join(f"--definition {name}={variant}" for name, variant in value.items())
        return f"with {told}" if told else "without --definition"
    return f"with {option} {value}"


def _what_if(name: str) -> str:
    return f'the what-if "{name}"' if name else "the company as it is"
