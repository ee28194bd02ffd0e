"""`--what-if`: each command answers for the file with a what-if of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

TABLES = """
[what_if."twice the leads"]
"motion.sale.leads" = "24 to 40 a month"

[what_if."better talks"]
"motion.sale.stage.talk.passes" = { value = "80%", note = "assumption" }
"""


@pytest.fixture
def with_what_if(tmp_path: Path) -> Path:
    return written(tmp_path, SMALL + TABLES)


def test_check_tells_what_would_change(with_what_if: Path) -> None:
    """What-ifs that nobody can read, or a company told as if it were the one that is asked about."""
    said = bowtie("check", with_what_if).stdout
    assert "What if\n  twice the leads\n    motion.sale.leads: 12 to 20 a month → 24 to 40 a month" in said
    assert "  better talks\n    motion.sale.stage.talk.passes: " in said
    varied = bowtie("check", with_what_if, "--what-if", "twice the leads").stdout
    assert varied.startswith(f'{with_what_if.name} with "twice the leads": ')
    assert "better talks" not in varied
    assert "24 to 40 a month" in varied


@pytest.mark.slow
def test_run_trace_and_ledger_live_in_it(with_what_if: Path, tmp_path: Path) -> None:
    """An option that is read and forgotten."""
    words = ("--what-if", "twice the leads")
    plain = simulator.run(simulator.load(with_what_if), replications=2).summary("leads").mean
    with_it = (
        simulator.run(simulator.load(with_what_if, "twice the leads"), replications=2).summary("leads").mean
    )
    assert with_it > 1.5 * plain
    assert "twice the leads" in bowtie("run", with_what_if, "--replications", 2, "--json", *words).stdout
    rows = [
        bowtie("ledger", with_what_if, "--out", tmp_path / f"{n}.csv", *w) for n, w in ((1, ()), (2, words))
    ]
    counts = [int(r.stdout.split("of ")[1].split(" accounts")[0].replace(",", "")) for r in rows]
    assert counts[1] > 1.5 * counts[0]
    last = counts[1] - 1
    assert bowtie("trace", with_what_if, "--account", last, *words).exit_code == 0
    assert bowtie("trace", with_what_if, "--account", last).exit_code == 2


@pytest.mark.parametrize("command", ["check", "run", "trace --account 0", "ledger --out rows.csv"])
def test_an_unknown_what_if_is_refused(
    command: str, with_what_if: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base's answer, given to a question with a slip."""
    monkeypatch.chdir(tmp_path)
    name, *more = command.split()
    done = bowtie(name, with_what_if, *more, "--what-if", "twice the lead")
    assert done.exit_code == 2
    assert "did you mean twice the leads?" in done.stderr
    assert not (tmp_path / "rows.csv").exists()


@pytest.mark.slow
def test_several_are_asked_together(with_what_if: Path, tmp_path: Path) -> None:
    """The last one alone, or one after the other; and a record of both that cannot be made again."""
    both = ("--what-if", "twice the leads", "--what-if", "better talks")
    said = bowtie("check", with_what_if, *both).stdout
    assert said.startswith(f'{with_what_if.name} with "twice the leads + better talks": ')
    assert "24 to 40 a month" in said
    assert "80 % go on to agree" in said
    assert bowtie("run", with_what_if, *both, "--replications", 1, "--out", tmp_path / "kept").exit_code == 0
    assert bowtie("again", tmp_path / "kept").exit_code == 0
    side = bowtie("compare", with_what_if, "--what-if", "twice the leads + better talks", "--by", "won")
    assert "twice the leads + better talks" in side.stdout


@pytest.mark.slow
def test_a_record_holds_the_tables_of_all_what_ifs(tmp_path: Path) -> None:
    """A record that cannot be read again, as another what-if of the file names a table that is not in it."""
    for name in ("now", "less"):
        (tmp_path / f"{name}.csv").write_text(
            "name,motion,stage,units,since\nx,sale,agree,5,2026-12-01\n", encoding="utf-8"
        )
    text = f'{SMALL}\n[opening]\ndeals = "now.csv"\n[what_if.a]\n"opening.deals" = "less.csv"\n'
    file = written(tmp_path, text + '[what_if.b]\n"team.ae.people" = "+1"\n', "booked")
    for n, words in enumerate(((), ("--what-if", "a"), ("--what-if", "b"))):
        kept = tmp_path / f"kept{n}"
        assert bowtie("run", file, *words, "--replications", 1, "--out", kept).exit_code == 0
        assert (kept / "inputs" / "less.csv").is_file()
        assert bowtie("again", kept).exit_code == 0
