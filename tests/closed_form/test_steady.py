"""What has no mean path is refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from numpy.typing import NDArray

from simulator import closed_form, model as m
from tests.oracles.companies import Company

WON = {"marks": m.WON}


def changed(model: m.Model, **lists: NDArray[Any]) -> m.Model:
    """The same company with other lists."""
    return dataclasses.replace(model, numbers=model.numbers._replace(**lists))


def altered(array: NDArray[Any], row: int, **fields: float) -> NDArray[Any]:
    """A list with other fields in one row."""
    copy = array.copy()
    for name, value in fields.items():
        copy[name][row] = value
    return copy


def test_what_changes_with_time_has_no_mean_path() -> None:
    """Shocks, motions that open, learn, or share prospects, and contracts that end by something else.
    Catches a turn that is overlooked: the figure would look exact, and be wrong."""
    company = Company()
    for _ in range(2):
        company.motion([WON], a_day=1.0, renewal=0.9)
    model = company.model(30)
    motions, offers = model.numbers.motions, model.numbers.offers
    for fields in ({"learning": 6.0, "learning_from": 0.5}, {"opens": 9.0}, {"opens_at_arr": 100}):
        with pytest.raises(ValueError, match="the motion"):
            closed_form.walk(changed(model, motions=altered(motions, 0, **fields)))
        assert closed_form.walk(
            changed(model, motions=altered(motions, 0, **fields)), 1
        ).won == pytest.approx(1.0)
    chosen = changed(
        model, choices=m.rows(m.CHOICE, [{"to": 1, "share": 0.5}]), motions=altered(motions, 0, choices=1)
    )
    for motion in (0, 1):
        with pytest.raises(ValueError, match="choose between"):
            closed_form.walk(chosen, motion)
    for at, match in ((m.AT_LOSS, "who is lost"), (m.AT_DECISION, "customers move")):
        moved = changed(
            model,
            moves=m.rows(m.MOVE, [{"to": 1, "at": at, "chance": 0}]),
            motions=altered(motions, 0, moves=1),
        )
        with pytest.raises(ValueError, match=match):
            closed_form.survivors(moved, 3)
    on_need = [(field, closed_form.walk) for field in ("wakes", "fades", "at_birth")]
    for field, asks in (
        ("win", closed_form.walk),
        ("leads", closed_form.wins),
        ("win", closed_form.wins),
        *on_need,
    ):
        shocked = changed(model, shocks=m.rows(m.SHOCK, [{"months": 3, field: 0.7}]))
        with pytest.raises(ValueError, match="shocks change"):
            asks(shocked)
    with pytest.raises(ValueError, match="shocks change who stays"):
        closed_form.survivors(changed(model, shocks=m.rows(m.SHOCK, [{"months": 3, "churn": 1.3}])), 3)
    for field in ("failed_payments", "repurchase"):
        with pytest.raises(ValueError, match="no mean path"):
            closed_form.survivors(changed(model, offers=altered(offers, 0, **{field: 0})), 3)
