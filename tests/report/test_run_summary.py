"""What a page says of the numbers above it."""

from __future__ import annotations

import math

from simulator.experiment import Comparison
from simulator.report.compare import meaning as compared
from simulator.report.run_summary import meaning
from tests.metrics.ledgers import header
from tests.report.made import made

NAN = math.nan
KNOWN: dict[str, list[float]] = {
    "leads": [1000.0, 1000.0, 1000.0, 1000.0],
    "won": [50.0, 50.0, 50.0, 50.0],
    "win_rate": [0.25, 0.25, 0.25, 0.25],
    "cycle_days_median": [60.0, 60.0, 60.0, 60.0],
    "arr_end": [900.0, 1000.0, 1000.0, 1100.0],
    "nrr": [1.1, 1.1, 1.1, 1.1],
    "cac": [2000.0, 2000.0, 2000.0, 2000.0],
    "cac:cohort": [2500.0, 2500.0, 2500.0, 2500.0],
    "ltv": [9000.0, 9000.0, 9000.0, 9000.0],
    "payback_months": [11.0, 11.0, 11.0, 11.0],
    "payback_months:cohort": [14.0, 14.0, 14.0, 14.0],
    "runout_probability": [0.0, 1.0, 0.0, 0.0],
    "runout_month": [NAN, 17.0, NAN, NAN],
    "cash_low": [10.0, -30.0, 10.0, 10.0],
    "cash_low_month": [20.0, 20.0, 20.0, 20.0],
    "seller_share_of_risk": [0.34, 0.34, 0.34, 0.34],
    "months_to_recover": [13.0, 13.0, 13.0, 13.0],
}


def test_a_payback_that_few_runs_reach_is_no_figure() -> None:
    """Catches the mean of the lucky runs given out as that of all; half of them are enough to speak of."""
    few = {"payback_months": [NAN, 57.0, NAN, NAN]}
    said = meaning(made(KNOWN | few))
    assert "Its payback is known in 1 of 4 runs only." in said
    assert "57" not in said
    half = meaning(made(KNOWN | {"payback_months": [NAN, 57.0, NAN, 59.0]}))
    assert "Its payback is 58 months." in half


def test_cost_worth_payback_cash_and_risk() -> None:
    """Catches a formula that stands for the truth, odds and months of running out, and sides exchanged."""
    said = meaning(made(KNOWN))
    assert "The win rate is 25.0 %, and half of the wins take at most 60 days." in said
    assert (
        "Winning a customer costs 2,000 EUR (true cohort value 2,500 EUR); once it is served it is worth "
        "9,000 EUR, more than it cost."
    ) in said
    assert "Its payback is 11 months." in said  # as in the tables
    assert "Cash runs out in 1 of 4 runs, around month 17; it is 0 EUR at its lowest" in said
    assert "around month 20." in said
    assert (
        "Of the risk the seller carries 34.0 %, the buyer the rest; the seller has recovered its costs"
        in said
    )
    assert "the seller has recovered its costs 13 months" in said


def test_retention_that_hides_a_loss() -> None:
    """Catches a page that shows a gross retention of 92 % where everybody left, and use that swings told as
    a loss."""
    hides = KNOWN | {"grr:point_to_point": [0.92] * 4, "grr:movements": [0.0] * 4}
    said = meaning(made(hides))
    assert "A gross retention of 92.0 % hides what was lost" in said
    assert "by its end: by movements it is 0.0 %." in said
    assert "by movements" not in meaning(made(hides, header_=header(metered=1)))
    assert "by movements" not in meaning(made(hides | {"grr:movements": [0.90] * 4}))
    assert "by movements" not in meaning(made(KNOWN))


def test_a_customer_dearer_than_its_worth() -> None:
    """Catches good news whatever the numbers, and a verdict by the formula against the truth."""
    dear = KNOWN | {"cac:cohort": [9500.0] * 4}
    assert "less than it cost" in meaning(made(dear))
    assert "less than it cost" not in meaning(made(KNOWN))


def test_a_loss_is_no_worth() -> None:
    """Catches "it is worth −400 EUR, less than it cost"."""
    said = meaning(made(KNOWN | {"ltv": [-400.0] * 4}))
    assert (
        "Winning a customer costs 2,000 EUR (true cohort value 2,500 EUR); beside that, serving it brings a "
        "loss of 400 EUR."
    ) in said
    assert "worth" not in said


def test_a_seller_who_is_paid_at_the_signature() -> None:
    """Catches costs that are recovered "0 months after the signature", beside a payback of a year."""
    life = header()
    life.money["lifetime"] = 60
    said = meaning(made(KNOWN | {"months_to_recover": [0.0, 0.0, 0.4, 0.0]}, header_=life))
    assert said.endswith("; what is paid at the signature covers what the seller has spent until then.")


def test_a_seller_who_is_never_whole() -> None:
    """Catches a median of a lifetime, which says that half never are, told as the month in which they are."""
    life = header()
    life.money["lifetime"] = 60
    never = meaning(made(KNOWN | {"months_to_recover": [60.0] * 4}, header_=life))
    assert never.endswith("; half of the customers never pay back what was spent on them within 60 months.")
    seldom = meaning(made(KNOWN | {"months_to_recover": [60.0, 12.0, 60.0, 14.0]}, header_=life))
    assert seldom.endswith(
        "; in 2 of 4 runs half of the customers never pay back what was spent on them within 60 months, in "
        "the "
        "others the seller has recovered its costs 13 months after the signature."
    )


def test_cash_that_always_or_never_runs_out() -> None:
    """Catches odds of none or all told as some."""
    never = meaning(made(KNOWN | {"runout_probability": [0.0] * 4, "runout_month": [NAN] * 4}))
    assert "Cash does not run out in any of 4 runs: " in never
    always = meaning(made(KNOWN | {"runout_probability": [1.0] * 4, "runout_month": [17.0] * 4}))
    assert "Cash runs out in all 4 runs, around month 17;" in always


def test_what_is_not_known_is_not_spoken_of() -> None:
    """Catches nan in a sentence: a company without costs, customers or a value of impact."""
    unknown = {name: [NAN] * 4 for name in KNOWN} | {
        "leads": [0.0] * 4,
        "won": [0.0] * 4,
        "arr_end": [0.0] * 4,
    }
    assert meaning(made(unknown)) == ""
    without = meaning(made(KNOWN | {"payback_months": [NAN] * 4, "cac:cohort": [NAN] * 4}))
    assert "Winning a customer costs 2,000 EUR; once" in without
    assert "payback" not in without
    assert "nan" not in without


def test_of_one_replication_there_are_no_eight_in_ten() -> None:
    """Catches "between 8.75 and 8.75 in eight of ten replications"."""
    once = meaning(made({name: values[:1] for name, values in KNOWN.items()}))
    assert "At the end recurring revenue is 900 EUR a year." in once
    assert "eight of ten" not in once
    assert "Cash does not run out in 1 run: 10 EUR at its lowest" in once
    several = meaning(made(KNOWN))
    assert "1,000 EUR a year on average, and between 930 and 1,070 in eight of ten runs" in several


def test_side_by_side_who_runs_out_and_who_carries_the_risk() -> None:
    """Catches a ranking of risk left out, odds of the wrong scenario, and contribution without a sign."""
    many = 24
    base = {
        "seller_share_of_risk": [0.2] * many,
        "runout_probability": [0.0] * many,
        "runout_month": [NAN] * many,
    }
    safe = made(base | {"contribution_per_prospect": [100.0] * many}, "safe")
    bold = made(
        {
            "seller_share_of_risk": [0.7] * many,
            "runout_probability": [1.0] * 6 + [0.0] * 18,
            "runout_month": [30.0] * 6 + [NAN] * 18,
            "contribution_per_prospect": [90.0] * 3 + [120.0] * 21,
        },
        "bold",
    )
    said = compared(Comparison((safe, bold), "safe"))
    assert "Share of the risk that the seller carries, from the top: bold 70.0 %, safe 20.0 %." in said
    assert "Cash runs out: bold in 6 of 24, around month 30." in said
    assert any(
        "A prospect of safe leaves EUR 100 before the horizon" in line
        and "bold leaves more than safe in 21 of 24 runs: likely, not certain." in line
        for line in said
    )


def test_side_by_side_where_it_pays() -> None:
    """Catches a second business model that is judged by a prospect of another market: with twice as many
    prospects, each leaves less, and the company more."""
    one = made({"cash_end": [2e6] * 8, "leads": [100.0] * 8, "contribution_per_prospect": [50.0] * 8}, "one")
    two = made({"cash_end": [5e6] * 8, "leads": [200.0] * 8, "contribution_per_prospect": [40.0] * 8}, "two")
    said = " ".join(compared(Comparison((one, two), "one")))
    assert "Cash at the end, from the top: two 5.0 million EUR, one 2.0 million EUR." in said
    assert "But prospects are not as many in two: look at the cash at the end, too." in said
    near = made(
        {"cash_end": [2e6] * 8, "leads": [104.0] * 8, "contribution_per_prospect": [50.0] * 8}, "near"
    )
    assert "But prospects" not in " ".join(compared(Comparison((one, near), "one")))
