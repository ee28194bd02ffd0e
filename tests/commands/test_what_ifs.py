"""What is said where a file has no what-ifs: one to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written
from tests.experiment.exact import EXACT


@pytest.mark.parametrize(
    ("text", "example"),
    [
        (SMALL, '[what_if."one more ae"]\n"team.ae.people" = 3\n'),
        (EXACT, '[what_if."agree in 10 days"]\n"motion.sale.stage.agree.takes" = "10 days"\n'),
        (
            EXACT.replace('takes  = "1 day"', 'trial = "10 days"', 1),
            '"motion.sale.stage.agree.trial" = "20 days"\n',
        ),
    ],
)
def test_the_example_can_be_pasted(tmp_path: Path, text: str, example: str) -> None:
    """Catches an example of another company, and one that does not load where it is pasted."""
    file = written(tmp_path, text)
    result = bowtie("compare", file, "--what-ifs")
    assert result.exit_code == 2
    assert "small.toml has no what-ifs: write one at its end" in result.stderr
    assert example in result.stderr
    table = result.stderr[result.stderr.index("[what_if") : result.stderr.index("and run")]
    pasted = simulator.load(written(tmp_path, text + "\n" + table))
    assert len(pasted.what_ifs) == 1


def test_one_of_two_files_without(tmp_path: Path) -> None:
    """Catches two companies of which only one is asked."""
    asked = written(tmp_path, SMALL + '[what_if."one more"]\n"team.ae.people" = 3\n', "asked")
    plain = written(tmp_path, SMALL, "plain")
    result = bowtie("compare", asked, plain, "--what-if", "one more")
    assert result.exit_code == 2
    assert "plain.toml: 1 problem" in result.stderr
    assert "asked.toml" not in result.stderr
