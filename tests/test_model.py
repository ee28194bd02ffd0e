"""The numbers of a model as engines read them."""

import pytest

from simulator import model as m


def test_a_list_that_no_model_has_is_refused() -> None:
    """Catches a misspelled list, whose rows would be left out in silence."""
    with pytest.raises(TypeError, match="a model has no plays"):
        m.numbers(horizon=1.0, until=2.0, tables=[[0.0]], leads=[], plays=m.rows(m.MOTION, [{}]))


def test_every_list_has_its_type_and_stands_among_the_numbers() -> None:
    """Catches a list that is named in one place and not in the other, and rows out of nowhere."""
    made = m.numbers(horizon=1.0, until=2.0, tables=[[0.0]], leads=[[1.0, 2.0]])
    lists = {name: one for name, one in made._asdict().items() if name in m.LISTS}
    assert {name: one.dtype for name, one in lists.items()} == m.LISTS
    assert set(made._fields) - set(lists) == {"horizon", "until", "tables", "leads"}
    assert {name: len(one) for name, one in lists.items() if len(one)} == {"money": 1}
    assert made.leads.shape == (1, 2)
