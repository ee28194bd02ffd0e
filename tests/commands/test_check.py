"""`bowtie check`."""

from pathlib import Path

import pytest

import simulator
from simulator.layout.text import text
from simulator.scenario import describe
from tests.commands.conftest import bowtie
from tests.companies import METERED, SMALL, written
from tests.scenario.test_sources import REGISTER


def test_good_files_are_told_in_words(tmp_path: Path, small: Path) -> None:
    """Catches a check that says nothing of a good file, or tells only the first."""
    other = written(tmp_path, METERED, "metered")
    result = bowtie("check", small, other)
    assert result.exit_code == 0, result.output
    for file in (small, other):
        assert text(describe(simulator.load(file))) in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


@pytest.mark.slow
def test_a_warning_is_said_once_and_stops_nothing(tmp_path: Path) -> None:
    """Catches a warning that nobody sees, or one among the answers."""
    text = SMALL.replace(
        '[motion.sale.referral]\nwith_impact = "2%"', '[motion.sale.referral]\nwith_impact = "40%"'
    )
    assert text != SMALL
    file = written(tmp_path, text)
    (warning,) = simulator.load(file).warnings
    result = bowtie("check", file, file)
    assert result.exit_code == 0, result.output
    assert result.stderr.count(warning) == 1
    assert f"{file}: {warning}" in result.stderr
    assert warning not in result.stdout


def test_a_bad_file_does_not_silence_the_good_ones(tmp_path: Path, small: Path) -> None:
    """Catches `check scenarios/*.toml` that tells of the register of sources only."""
    register = written(tmp_path, REGISTER, "sources")
    result = bowtie("check", register, small)
    assert result.exit_code == 2
    assert text(describe(simulator.load(small))) in result.stdout
    assert "a register of sources" in result.stderr


def test_a_warning_of_a_what_if_is_said_with_its_name(tmp_path: Path) -> None:
    """Catches what is seldom meant in a what-if and is seen by nobody, and one of the company told again."""
    dear = '[what_if."dear"]\n"motion.sale.offer.price" = "99 per unit a month"\n'
    same = '[what_if."same"]\n"team.ae.people" = 3\n'
    worth = '[product]\nimpact_value = "98 per unit a month"\n'
    idle = "[team.idle]\npeople = 1\ncapacity = 1\n"
    file = tmp_path / "dear.toml"
    file.write_text(SMALL + worth + idle + dear + same, encoding="utf-8")
    (company, varied) = bowtie("check", file).stderr.splitlines()
    assert company == f"{file}: team.idle: nothing is asked of this team"
    assert varied.startswith(f"{file}, dear: motion.sale.offer: 99 a month is paid for each unit")
