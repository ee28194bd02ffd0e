"""One scenario as a page: its table of metrics."""

from __future__ import annotations

import math

from simulator.layout.text import BROAD, text
from simulator.report.run import _metrics
from tests.report.made import made


def test_no_label_is_cut() -> None:
    """Catches "revenue after the close, 60 mon…" beside a number that takes much room."""
    values = {"after_close_share": [0.64, 0.6401, math.nan], "cash_low": [-1.0e12, -1.5e12, math.nan]}
    table = text([_metrics(made(values))])
    assert "…" not in table
    assert "  revenue after the close, 60 mo. " in table
    assert max(map(len, table.splitlines())) <= BROAD
    roomy = text([_metrics(made({"after_close_share": [0.64, 0.65]}))])
    assert "  revenue after the close, 60 months " in roomy
