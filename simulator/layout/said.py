"""A cell of a table in figures and words."""

from simulator.format import percent, plain
from simulator.layout.table import Cell, Column, Estimate, Gap, Kind, Odds, Spread
from simulator.visible import visible


def said(cell: Cell, column: Column) -> str:
    """A cell as it is read in its column."""
    match cell:
        case None:
            return ""
        case str():
            return visible(cell)
        case tuple():
            return " / ".join(said(part, column) for part in cell)
        case Estimate():
            return cell.scale.within(cell.mean, cell.low, cell.high, sign=cell.signed)
        case Odds():
            return f"{cell.times} of {cell.of}"
        case Gap():
            return f"{said(cell.estimate, column)} {_better(cell):>{len(str(cell.pairs))}}"
        case Spread():
            return " ".join(filter(None, apart(cell)))
        case _ if column.kind is Kind.SHARE:
            return percent(cell)
        case _:
            return plain(cell * column.factor, column.decimals)


def apart(spread: Spread) -> tuple[str, ...]:
    """The mean, half its interval or both ends, three quantiles, and the unit with what is to be noted."""
    scale, half = spread.scale, (spread.high - spread.low) / 2
    mean, _, sure = scale.within(spread.mean, spread.low, spread.high).partition(" ")
    quantiles = [scale.show(value, half) for value in spread.quantiles] or [""] * 3
    return (mean, sure, *quantiles, scale.unit + spread.note)


def _better(gap: Gap) -> str:
    """In how many pairs it is better; of how many, where not all pairs count."""
    if gap.better is None:
        return ""
    return f"{gap.better.times}" if gap.better.of == gap.pairs else f"{gap.better.times}/{gap.better.of}"
