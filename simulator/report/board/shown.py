"""What a board page is about: an answer, its scenarios, and which of them are companies of their own."""

from dataclasses import dataclass, replace
from functools import cached_property

from simulator.experiment import Comparison, Outcomes
from simulator.experiment.metric_rows import value_table
from simulator.format import listed
from simulator.layout.table import Table
from simulator.scenario import Scenario


@dataclass(frozen=True)
class Shown:
    """An answer with the scenarios it was run of, in the same order."""

    answer: Outcomes | Comparison
    outcomes: tuple[Outcomes, ...]
    scenarios: tuple[Scenario, ...]

    @property
    def companies(self) -> tuple[Outcomes, ...]:
        """Those that are no what-if, or all where there is none."""
        return tuple(one for one, _ in self._plain())

    @property
    def files(self) -> tuple[Scenario, ...]:
        """The companies as their files say them: of a what-if the changes are told where it is compared."""
        return tuple(scenario for _, scenario in self._plain())

    @property
    def several(self) -> bool:
        """Whether there are several companies."""
        return len(self._plain()) > 1

    @cached_property
    def beside(self) -> Table:
        """All metrics, the companies beside each other. Of several alone."""
        assert isinstance(self.answer, Comparison)
        companies = self.companies
        return value_table(replace(self.answer, outcomes=companies, against=companies[0].name))

    @property
    def ideas(self) -> bool:
        """Whether there are what-ifs, of one company."""
        return not self.several and len(self.outcomes) > 1

    @property
    def title(self) -> str:
        """The title of the company, or the names of all."""
        companies = self.companies
        return listed([one.name for one in companies]) if self.several else companies[0].title

    def _plain(self) -> list[tuple[Outcomes, Scenario]]:
        every = list(zip(self.outcomes, self.scenarios, strict=True))
        return [(o, s) for o, s in every if not s.what_if and not s.changes] or every
