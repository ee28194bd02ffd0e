"""`bowtie schema`: print the JSON Schema of scenario files, for editors."""

from simulator.commands.errors import door
from simulator.commands.say import say


def schema() -> None:
    """The JSON Schema of scenario files, for editors."""
    with door():
        from simulator.metrics import VARIANTS
        from simulator.scenario.json_schema import document, written

        say(written(document(VARIANTS)))
