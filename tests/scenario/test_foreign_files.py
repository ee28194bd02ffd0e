"""What a file may name elsewhere: it is read, and nothing of it is shown to who did not name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import load
from tests.scenario.small import edited, written
from tests.scenario.test_invalid import refusal

SECRETS = {
    "no TOML": "root:x:0:0:secret\n",
    "no company": 'secret = "secret"\n',
    "a base itself": 'base = "secret.toml"\n',
    "wrong": edited(('passes   = "45%"', 'passes = "secret"')),
    "hidden signs": 'secret = "secret\\u001b"\n',
}


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_of_a_base_elsewhere_only_its_name_is_told(text: str, tmp_path: Path) -> None:
    """Catches a company from a stranger that prints my files where it is checked: `base = "/etc/passwd"`."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "hers" / "below").mkdir(parents=True)
    far = written(tmp_path / "mine", text, "far")
    for base in (str(far), "../mine/far"):
        told = str(refusal(written(tmp_path / "hers", f"base = '{base}'\n", "hers.toml")))
        assert "secret" not in told
        assert "base = " in told
    (tmp_path / "hers" / "link").symlink_to(far)
    assert "secret" not in str(refusal(written(tmp_path / "hers", "base = 'link'\n", "hers.toml")))
    for near in ("near", "below/near"):
        written(tmp_path / "hers", text, near)
        assert "secret" in str(refusal(written(tmp_path / "hers", f"base = '{near}'\n", "hers.toml")))


def test_a_good_base_may_lie_anywhere(tmp_path: Path) -> None:
    """Catches folders of companies that no longer find the one that they stand on."""
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    written(tmp_path, edited(), "base.toml")
    for base in ("../../base.toml", str(tmp_path / "base.toml")):
        assert load(written(tmp_path / "deep" / "deeper", f"base = '{base}'\n")).title == "Small"


def test_of_a_table_elsewhere_no_cell_is_told(tmp_path: Path) -> None:
    """Catches a company from a stranger that prints whom I have as customers; its lines still say where."""
    (tmp_path / "hers").mkdir()
    book = "name,motion,units,arr,signed,secret\nAcme,secret,2,secret,2026-01-01,x\n"
    (tmp_path / "book.csv").write_text(book)
    (tmp_path / "hers" / "book.csv").write_text(book)
    far = refusal(written(tmp_path / "hers", edited() + '[opening]\ncustomers = "../book.csv"\n'))
    assert "secret" not in str(far)
    near = refusal(written(tmp_path / "hers", edited() + '[opening]\ncustomers = "book.csv"\n'))
    assert str(near).count("secret") == 3
    assert [p.path for p in far.problems] == [p.path for p in near.problems]
    assert far.problems[0].right.startswith("column 6 is unknown; there is live")


@pytest.mark.parametrize("text", ["root:x:0:0:secret\n", '[secret]\ntitle = "secret"\nsecret = "secret"\n'])
def test_of_a_register_elsewhere_only_its_name_is_told(text: str, tmp_path: Path) -> None:
    """Catches a company from a stranger that prints what lies beside mine, or where a link leads."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "hers").mkdir()
    written(tmp_path / "mine", edited(), "base.toml")
    register = tmp_path / "mine" / "sources.toml"
    register.write_text(text)
    her = written(tmp_path / "hers", "base = '../mine/base.toml'\n", "hers.toml")
    (far,) = refusal(her).problems
    assert far.file == str(register)
    assert far.right.startswith("it is no register of sources: `bowtie check` of a company")
    assert "secret" not in str(far)
    assert "secret" in str(refusal(tmp_path / "mine" / "base.toml"))
    (tmp_path / "hers" / "sources.toml").symlink_to(register)
    assert "secret" not in str(refusal(written(tmp_path / "hers", edited(), "alone.toml")))
