"""Pictures that somebody has looked at, to hold others against.

Renewed, after a look at each new one, by `python -m tests.figures.baseline`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

import simulator
from simulator import figures
from simulator.experiment import Comparison, Outcomes
from tests.channelled import channelled
from tests.companies import written
from tests.figures.conftest import FEW, PAYING, TARGET
from tests.figures.pictures import words

FOLDER = Path(__file__).parent / "baseline"
DOTS = 45  # an inch
MANY = 64  # runs of which a tornado is drawn
ROOT = Path(__file__).parents[2]
README, README_DOTS = ROOT / "docs" / "bowtie.png", 80
BLOCK = 2  # pixels a side that are averaged: edges may lie half a pixel off
AROUND, WIDER = 3, 0.05  # pixels about a word, and of its width, not looked at: fonts are not equally wide
SHADES = 256  # of a stored picture: it takes half of the bytes
TOLERANCE = 1.4  # few shades and another font come to 0.8, a line of another colour to 1.9
Pixels = NDArray[np.float64]


def fixed() -> tuple[Outcomes, Comparison, Outcomes, Outcomes]:
    """What every baseline shows: a small company, what it could do, more runs of it, one with channels."""
    with tempfile.TemporaryDirectory() as folder:
        models = [simulator.load(written(Path(folder), text + TARGET, name)) for name, text in PAYING.items()]
        comparison = simulator.compare(models, replications=FEW)
        more = simulator.run(models[0], replications=MANY)
        by_channels = simulator.run(channelled(Path(folder)), replications=FEW)
    return comparison.outcomes[0], comparison, more, by_channels


def drawn(
    outcomes: Outcomes, comparison: Comparison, more: Outcomes, by_channels: Outcomes
) -> Iterator[tuple[str, Figure]]:
    """Every figure there is, under the name of its file; few runs tell nothing of what moves an outcome."""
    other = {figures.tornado: more, figures.channels: by_channels}
    with mpl.rc_context(mpl.rcParamsDefault):
        for figure in figures.OF_OUTCOMES:
            yield f"{figure.__name__}-of-one", figure(other.get(figure, outcomes))
        for figure in figures.OF_COMPARISON:
            yield f"{figure.__name__}-of-several", figure(comparison)


def rendered(picture: Figure, dots: int = DOTS) -> tuple[Pixels, NDArray[np.bool_]]:
    """What a reader sees, (height, width, 3), 0 to 255; and where there is no word: fonts differ from one
    machine to the next."""
    usual = picture.dpi
    picture.set_dpi(dots)
    boxes = [box for many in words(picture).values() for box in many]
    keys = [legend for axes in picture.axes if (legend := axes.get_legend())]  # they move with their words
    boxes += [key.get_window_extent() for key in keys]
    canvas = picture.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    image = np.array(canvas.buffer_rgba())[..., :3].astype(np.float64)
    picture.set_dpi(usual)
    high, wide = image.shape[:2]
    seen = np.ones((high, wide), np.bool_)
    for box in boxes:
        around = box.padded(AROUND + WIDER * box.width, AROUND)
        left, low, right, up = (round(edge) for edge in around.extents)
        seen[max(high - up, 0) : max(high - low, 0), max(left, 0) : max(right, 0)] = False
    return image, seen


def stored(name: str) -> Pixels:
    """A baseline, in the same form."""
    return image_of(FOLDER / f"{name}.png")


def image_of(file: Path) -> Pixels:
    """A picture of a file, (height, width, 3), 0 to 255."""
    return np.asarray(Image.open(file).convert("RGB"), dtype=np.float64)


def blurred(image: Pixels) -> Pixels:
    """Means of blocks of pixels; what is left over at the right and the bottom is left out."""
    high, wide = (side // BLOCK * BLOCK for side in image.shape[:2])
    return image[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def apart(picture: Figure, other: Pixels, dots: int = DOTS) -> float:
    """Root mean square difference of what is no word, of 255; infinite where the sizes are unlike."""
    mine, seen = rendered(picture, dots)
    if mine.shape != other.shape:
        return float("inf")
    gap = blurred(np.where(seen[..., None], mine - other, 0.0))
    return float(np.sqrt(np.square(gap).mean() / seen.mean()))


def for_readme() -> Figure:
    """The picture at the head of the README."""
    return figures.bowtie(
        simulator.run(simulator.load(ROOT / "scenarios" / "subscription.toml"), replications=40)
    )


def keep(picture: Figure, file: Path, dots: int = DOTS) -> None:
    """Store a picture in few shades."""
    image = Image.fromarray(rendered(picture, dots)[0].astype(np.uint8))
    image.quantize(SHADES, method=Image.Quantize.MAXCOVERAGE).save(file, optimize=True)


def renew() -> None:
    """Draw and store all."""
    keep(for_readme(), README, README_DOTS)
    FOLDER.mkdir(exist_ok=True)
    names = set()
    for name, picture in drawn(*fixed()):
        keep(picture, FOLDER / f"{name}.png")
        names.add(f"{name}.png")
    for file in FOLDER.glob("*.png"):
        if file.name not in names:
            file.unlink()


if __name__ == "__main__":
    renew()
