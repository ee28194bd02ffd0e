"""Colours that everybody can tell apart, markers, and sizes of text."""

# Of Okabe and Ito (2008), told apart by any eye. Never alone: position, marker, hatch or a word says it too.
INK, FAINT = "#222222", "#c9ced3"
BLUE, ORANGE, GREEN, VERMILION, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"

MARKERS = ("o", "s", "D", "^", "v", "P", "X")

TEXT, SMALL, FINDING = 9.5, 8.5, 13.0  # points
LEGEND = 18.0  # points between a panel and its title, with a line of keys
