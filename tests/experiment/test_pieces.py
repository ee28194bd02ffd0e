"""Tables that are written piece by piece."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import simulator
from simulator.experiment import Comparison, OptionError, tables
from simulator.experiment.showing import tables as pieces_of
from simulator.experiment.tables import DIFFERENCES, TABLES
from tests.companies import SMALL, written

FEW = 5
FEW_ROWS = ("metrics", DIFFERENCES, "rates", "stages", "bowtie", "wings", "motions", "targets")


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    small = simulator.load(written(tmp_path_factory.mktemp("companies"), SMALL, "small"))
    return simulator.compare([small, small.vary({"team.ae.people": 3}, name="more")], replications=FEW)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of two replications of a table by month, of one where it has more rows."""
    monkeypatch.setattr(tables, "ROWS", 50)


@pytest.mark.parametrize("of", [*TABLES, DIFFERENCES])
def test_pieces_make_up_the_table(comparison: Comparison, cut: None, of: str) -> None:
    """Catches a replication that is lost, doubled, or counted anew in each piece, and other columns."""
    answers = [comparison] if of == DIFFERENCES else [comparison, comparison.outcomes[0]]
    for answer in answers:
        some = list(pieces_of(answer, of))
        assert pl.concat(some).equals(answer.to_polars(of))
        assert len(some) > 2 or of in FEW_ROWS


@pytest.mark.parametrize("of", ["values", "monthly", "cycles", "metrics"])
def test_a_parquet_file_holds_the_table(comparison: Comparison, cut: None, tmp_path: Path, of: str) -> None:
    """Catches a file of the first piece alone, out of order, or of dates that are no dates."""
    file = tmp_path / "table.parquet"
    comparison.to_parquet(file, of)
    assert pl.read_parquet(file).equals(comparison.to_polars(of))
    comparison.outcomes[1].to_parquet(str(file), of)
    assert pl.read_parquet(file).equals(comparison.outcomes[1].to_polars(of))


def test_an_unknown_table_leaves_no_file(comparison: Comparison, tmp_path: Path) -> None:
    """Catches a file that is there, and empty, where the name was wrong."""
    file = tmp_path / "table.parquet"
    for answer in (comparison, comparison.outcomes[0]):
        with pytest.raises(OptionError, match="of = 'cohort'"):
            answer.to_parquet(file, "cohort")
    assert not file.exists()


def test_no_table_is_made_whole(comparison: Comparison, cut: None) -> None:
    """Catches pieces that are cut from a table which stood in memory: it is what would not fit."""
    some = pieces_of(comparison.outcomes[0], "monthly")
    assert len(next(some)) < len(comparison.outcomes[0].to_polars("monthly")) / 2
    assert iter(some) is some  # worked out as it is asked for
