"""A page of blocks as one HTML file that needs nothing else: no script, no other file, no network."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from simulator.layout.html import Look, plain, shown_as
from simulator.layout.page import Heading, Page, Picture

# A browser that obeys asks nobody for anything, whatever else should stand in the page.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def document(title: str, page: Page, draw: Callable[[Picture], str]) -> str:
    """The whole file. Each heading of level 1 begins a part, and has its place in the contents.

    `title` heads the page; sections before the first such heading stand under it. `draw` gives the HTML of a
    picture, empty for one that is not to be shown.
    """
    look = Look(2, draw, own=True)
    style = (Path(__file__).parent / "document.css").read_text(encoding="utf-8")
    parts = list(_parts(page, look))
    links = [f'<li><a href="#{place}">{name}</a></li>' for place, name, *_ in parts if name]
    nav = f'<nav aria-label="On this page"><ul>{"".join(links)}</ul></nav>' if links else ""
    bodies = [
        f'<section{how} aria-labelledby="{place}">\n{body}\n</section>' if name else body
        for place, name, how, body in parts
    ]
    lines = (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{plain(title)}</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        f"<header><h1>{plain(title)}</h1>{nav}</header>",
        "<main>",
        *bodies,
        "</main>",
        "</body>",
        "</html>",
        "",
    )
    return "\n".join(lines)


def _parts(page: Page, look: Look) -> Iterator[tuple[str, str, str, str]]:
    """Of each part its anchor, its name in HTML, how it is laid out, and what is in it."""
    number = count(1)
    place, name, how, shown = "", "", "", list[str]()
    for section in page:
        for block in section:
            if isinstance(block, Heading) and block.level == 1:
                if shown:
                    yield place, name, how, "\n".join(shown)
                place, name = f"part-{next(number)}", plain(block.text)
                how = ' class="breaks"' if block.breaks else ""
                shown = [f'<h2 id="{place}">{name}</h2>']
            elif text := shown_as(block, look):
                shown.append(text)
    if shown:
        yield place, name, how, "\n".join(shown)
