"""Sphinx settings. Build: python -m sphinx -W --keep-going -b html docs docs/_build"""

from simulator import __version__

project = "bowtie-simulator"
author = "bowtie-simulator contributors"
project_copyright = author
release = version = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
highlight_language = "none"  # of an example without a mark
nitpicky = True
myst_heading_anchors = 4  # as on the pages of a code host: a link to a heading works in both

html_theme = "furo"
html_title = f"{project} {release}"
html_copy_source = False
html_show_sphinx = False
