"""What a file may say of a stage: who works there, for how long, who passes, and where losses go."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from simulator.company.section import NAME, Name, Section, key
from simulator.quantity import kinds as k
from simulator.quantity.number import Number


def as_list(value: Any) -> Any:
    """A list of one where only that one is named."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


_Two = Annotated[tuple[Name, ...], Field(max_length=2)]
Names = Annotated[_Two, BeforeValidator(as_list, json_schema_input_type=Name | _Two)]

# How far a buyer can be, but for no need at all.
Level = Literal["problem", "solution"]

_WAITED_FOR = {"team": "nobody is waited for: the stage has no team"}


class Loss(Section):
    """Where losses of a stage go: back after nurture, to another stage, or away."""

    model_config = ConfigDict(json_schema_extra={"pattern": NAME})  # a text is the name of that stage

    nurture: k.Rate | None = key(
        None, "share of losses that come back to this stage", column="nurture",
        label="losses", says="{} of them come back",
    )  # fmt: skip
    after: k.Time | None = key(None, "time until they come back", column="nurture_after", says="after {}")
    to: Name | None = key(None, "stage to which the others jump; lost if not given")

    @model_validator(mode="before")
    @classmethod
    def _stage_alone(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Stage(Section):
    """A step of an account on its way, before the close or after it."""

    name: Name = key(..., "name of the stage, its own in the motion")
    marks: Literal["mql", "sql", "sal", "won"] | None = key(None, "volume metric reached by passing")
    decides: Literal["company", "buyer"] | None = key(None, "whose decision passing is")
    team: Names = key((), "teams that work on it, at most two, asked for in this order")
    max_wait: k.Time | None = key(
        None, "the longest wait for a person; then the account is lost, unworked", column="max_wait",
        needs=_WAITED_FOR, label="waits", says="at most {}, then is lost, unworked", address="patience",
    )  # fmt: skip
    takes: k.Time | None = key(None, "time from the start of the work to the decision")
    trial: k.Trial | None = key(
        None, "days of a trial, in place of the time that it takes",
        excludes={"takes": "a trial is the time that the stage takes: give one of the two"},
        label="trial", says="of {}",
    )  # fmt: skip
    cost: k.Money | None = key(
        None, "cost of each visit", column="cost", cost=True, otherwise="0", label="costs", says="{} a visit"
    )
    free_user_cost: k.Running | None = key(
        None, "cost of an account that uses the product for nothing in this stage", column="free_user_cost",
        cost=True, address="free", label="free users",
        says="{} for an account that uses the product for nothing",
    )  # fmt: skip
    free_user_stays: k.Months | None = key(
        None, "months for which such an account goes on after it is lost for good", column="free_user_stays",
        needs={"free_user_cost": 'only with what it costs, such as free_user_cost = "0.50 a month"'},
        otherwise="0", label="stays", says="{} longer, for nothing, after it is lost here", address="stays",
    )  # fmt: skip
    passes: k.Rate | None = key(None, "share that passes on its first visit", otherwise="100%", settled=True)
    fit_correlation: k.FitCorrelation | None = key(
        None, "how well passing follows fit", otherwise="0",
        label="fit correlation", says="{} (how well passing follows fit)", address="accuracy",
    )  # fmt: skip
    sees_need: k.Discrimination | None = key(
        None, "how well the company sees who is as far as to sign: standard deviations from who is not (d')",
        column="sees_need", otherwise="0", needs={"passes": "there is no rate (passes) to decide by"},
        label="sees need", says="{} standard deviations apart: who is as far as to sign, and who is not",
    )  # fmt: skip
    teaches: Level | None = key(
        None, "how far a buyer is that has passed and was one step below; any other is as far as before"
    )
    needs: Level | None = key(
        None, "how far a buyer has to be to sign: belongs to the stage that marks won",
        needs={"passes": "there is no rate (passes) of those who sign"},
    )  # fmt: skip
    pushed: k.Share | None = key(
        None, "share of those below that is talked into it", column="pushed", otherwise="0%",
        needs={"needs": 'only with what a buyer needs, such as needs = "solution"'},
        label="talked into", says="{} of those below sign all the same",
    )  # fmt: skip
    priority: int = key(0, "lower is served first", needs=_WAITED_FOR, ge=-1_000, le=1_000)
    passes_to: Name | None = key(None, "next stage; the next in the list if not given")
    loses_to: Loss | None = key(None, "where losses go; lost if not given")

    def entry(self, n: int, many: int) -> str:
        return f".{self.name}"

    def address_entry(self, n: int, many: int) -> str:
        """By the volume metric that it leads to, of which a motion has one: so companies whose stages bear
        other names meet the same chances on the way to it. No name looks like that."""
        return f"[{self.marks}]" if self.marks else self.entry(n, many)

    @property
    def asks_for_need(self) -> bool:
        """Whether who passes depends on how far a buyer is."""
        return self.sees_need is not None or self.needs is not None

    @property
    def lasts(self) -> Number:
        """The time from the start of the work to the decision."""
        time = self.takes or self.trial
        assert time is not None, "checked when the file was read"
        return time
