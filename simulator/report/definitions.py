"""How each metric is counted: the end of every page with numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from string import ascii_lowercase

from simulator.layout.page import Heading, Paragraph, Section
from simulator.metrics import Definition

HEADING = Heading("How it is counted")
OFTEN = 4  # definitions that share a sentence: it is said once, under a letter


def counted(definitions: Mapping[str, Definition]) -> Section:
    """The name of each metric in JSON and Python, and its definition; what many share is said at the end."""
    alike: dict[str, list[str]] = {}  # definitions that differ in a figure only are said once
    for name, defined in definitions.items():
        alike.setdefault(re.sub(r"\d+", "#", defined.text), []).append(name)
    texts = {
        ", ".join(family): _filled(text, [definitions[name].text for name in family])
        for text, family in alike.items()
    }
    letters = lettered(texts.values())
    entries = []
    for names, text in texts.items():
        own = " ".join(s for s in sentences(text) if s not in letters)
        shared = "".join(f" [{letters[s]}]" for s in sentences(text) if s in letters)
        entries.append(f"{names}: {own}{shared}")
    entries += [f"[{letter}] {sentence}" for sentence, letter in letters.items()]
    return [HEADING, *(Paragraph(entry, 2, 6) for entry in entries)]


def lettered(texts: Iterable[str]) -> dict[str, str]:
    """A letter for each sentence that many texts share."""
    said = Counter(sentence for text in texts for sentence in sentences(text))
    return dict(zip((s for s, times in said.items() if times >= OFTEN), ascii_lowercase, strict=False))


def sentences(text: str) -> list[str]:
    """A definition, sentence by sentence."""
    return re.split(r"(?<=\.) (?=[A-Z])", text)


def _filled(text: str, all_like_it: list[str]) -> str:
    """A text with its figures again: those of all that are like it."""
    for together in zip(*(re.findall(r"\d+", one) for one in all_like_it), strict=True):
        text = text.replace("#", " / ".join(dict.fromkeys(together)), 1)
    return text
