"""The command `bowtie`, also as `python -m simulator`: help from stored pages, all else by typer."""

import os
import sys

_HELP = os.path.dirname(__file__) + "/commands/help"  # noqa: PTH120 (pathlib takes as long as all the rest)
_WIDEST = 80  # columns of help; where there are fewer, it is wrapped anew


def main() -> None:
    """Run the command line. A question for help is answered before anything is imported."""
    words = sys.argv[1:]
    if words in ([], ["--help"]) or (len(words) == 2 and words[1] == "--help"):
        _print_help(words)
    from simulator.commands import main as by_typer

    by_typer()


def _print_help(words: list[str]) -> None:
    """Print what typer would, as docs/generate.py has stored it, and end; go on where that can not be."""
    name = "-".join(["bowtie", *words[:-1]])
    if not name.replace("-", "").isalpha() or not name.islower() or _columns() < _WIDEST:
        return
    stream = sys.stdout if words else sys.stderr  # nothing at all is a mistake, and ends as one
    try:
        with open(f"{_HELP}/{name}.txt", encoding="utf-8") as page:  # noqa: PTH123
            stream.write(page.read())
        stream.flush()
    except (OSError, ValueError):  # no such page, nobody who reads, a sign that can not be written
        return
    sys.exit(0 if words else 2)


def _columns() -> int:
    """Of the terminal, as shutil has it, which is slow to load."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(1).columns or _WIDEST
    except OSError:  # no terminal
        return _WIDEST


if __name__ == "__main__":
    main()
