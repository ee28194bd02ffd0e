"""The page of validation is whole. Its rows are held against the oracles wherever those are tested."""

from __future__ import annotations

import pytest

from tests.oracles.judging import Finding
from tests.oracles.validation import ORACLES, PAGE, Renewal, held_against_the_page, page_of, rows_of, told


def test_what_is_around_the_rows_is_as_it_would_be_made_now() -> None:
    """Catches a source, a title or a docstring that was changed and not told of, and an oracle left out."""
    assert PAGE.read_text(encoding="utf-8") == page_of(told())


@pytest.mark.parametrize("test", ORACLES)
def test_each_oracle_has_rows(test: str) -> None:
    """Catches an oracle without any, and a difference that is not that of its figures."""
    assert told()[test]
    for row in told()[test]:
        theory, simulated, difference = ([float(x.replace(",", "")) for x in cell.split(" / ")]
                                         for cell in row.strip("| ").split(" | ")[1:4])  # fmt: skip
        largest = max((abs(s - t) for s, t in zip(simulated, theory, strict=True)), default=0.0)
        assert abs(difference[0]) == pytest.approx(largest, abs=1e-3 * max(map(abs, theory)))


def test_a_row_has_the_digits_of_its_error() -> None:
    """Two of the error, as many decimals of what was found; alike figures beside each other."""
    rows = rows_of(
        [
            Finding("days", 5.541, 5.58321, 0.0812, "48 replications"),
            Finding("shares", 0.5, 0.50123, 0.0013, "1,000 cases"),
            Finding("pays", 100.0, 99.996, None, "no chance, to 0.01"),
            Finding("shares", 0.25, 0.2489, 0.0021, "200 cases"),
        ]
    )
    assert rows == [
        "| days | 5.541 | 5.583 | 0.042 | 0.081 | 0.5 | 48 replications |",
        "| shares | 0.5 / 0.25 | 0.5012 / 0.2489 | 0.0012 | 0.0021 | 0.9 | 200 to 1,000 cases |",
        "| pays | 100 | 99.9960 | -0.0040 | none | none | no chance, to 0.01 |",
    ]


def test_another_figure_than_that_of_the_page_fails() -> None:
    """Catches a page that says what the code no longer does any more, and a check without a place."""
    name = "oracles.test_worth.test_linear_expansion"
    of = "80 a month, 1.6 more each month, 3 % churn"
    finding = Finding(of, 4391.11, 4391.1111, None, "no chance, to 0.01")
    held_against_the_page(name, [finding], None)
    with pytest.raises(pytest.fail.Exception, match="lacks"):
        held_against_the_page(name, [finding._replace(found=4391.1112)], None)
    with pytest.raises(pytest.fail.Exception, match="no family"):
        held_against_the_page("oracles.test_worth.of_another_name", [finding], None)


def test_both_engines_make_one_row() -> None:
    """Catches a renewed page in which they stand twice."""
    renewal, name = Renewal(), next(iter(ORACLES))
    for _ in range(2):
        held_against_the_page(name, [Finding("days", 7.0, 7.0, None, "no chance")], renewal)
    assert renewal.found[name] == ["| days | 7 | 7 | 0 | none | none | no chance |"]
