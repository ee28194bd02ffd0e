"""A company that pays its people, and what its planner asks."""

from __future__ import annotations

from tests.companies import PAID_FOR

ASKED = (
    PAID_FOR
    + """
[what_if."twice the leads"]
"motion.sale.leads" = { value = "24 to 40 a month", note = "decision" }

[what_if."better talks"]
"motion.sale.stage.talk.passes" = { value = "80%", note = "assumption" }
"team.csm.people" = { value = 2, note = "decision" }

[what_if."the same"]
"team.ae.people" = 2
"""
)
