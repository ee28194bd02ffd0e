"""The pages make a site without a warning, and nothing of them is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """Catches a page outside the contents, a link to a page or a heading that is not there, a broken
    table."""
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = {page.stem for page in DOCS.glob("*.md")}
    assert pages <= {page.stem for page in tmp_path.glob("*.html")}
    for name in ("metrics", "keys", "commands"):
        html = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert "generate.py; a test" not in re.sub(r"<!--.*?-->", "", html)


def test_tables_are_tables(tmp_path: Path) -> None:
    """Catches a row with a cell too many or too few, which a site builder drops or fills in silence."""
    for page in DOCS.glob("*.md"):
        wide = 0
        for line in page.read_text(encoding="utf-8").splitlines():
            if not line.startswith("|"):
                wide = 0
                continue
            cells = len(re.findall(r"(?<!\\)\|", line))
            assert cells == (wide or cells), f"{page.name}: {line}"
            wide = cells
