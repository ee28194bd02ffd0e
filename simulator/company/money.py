"""What a file may say of the company's money, of how it measures, and of what its product is worth."""

from typing import Any

from pydantic import ConfigDict

from simulator.company.section import Section, declared, key
from simulator.quantity import kinds as k


class Money(Section):
    """What the company has and needs, whatever it sells."""

    cash: k.Money | None = key(
        None, "cash on the first day", column="cash", otherwise="0", label="cash", says="{} on the first day"
    )
    fixed_cost: k.Running | None = key(
        None, "cost of the company", column="fixed_cost", cost=True, otherwise="0", address="standing_cost"
    )
    inflation: k.YearlyRate | None = key(
        None, "yearly rise of wages; commissions, fixed costs and all other costs do not rise",
        column="inflation", otherwise="0",
        label="pay rises", says="by {}; no commission, fixed cost or other cost does",
    )  # fmt: skip
    discount: k.YearlyRate | None = key(
        None, "yearly rate at which later money is worth less", column="discount", otherwise="10%",
        label="discount", says="{}: so much less is later money worth",
    )  # fmt: skip


class Measured(Section):
    """How the company measures: the length of a customer's life, and metrics by a variant's name."""

    model_config = ConfigDict(extra="allow")

    lifetime: k.Lifetime | None = key(
        None, "months of a customer's life that are valued", column="lifetime", otherwise="60"
    )

    @property
    def months(self) -> int:
        """Months of a customer's life that are valued."""
        return self.lifetime.whole if self.lifetime else int(declared(Measured)["lifetime"].absent or 0)

    @property
    def variants(self) -> dict[str, Any]:
        """The variant of each metric that is defined in another way than usual."""
        return dict(self.__pydantic_extra__ or {})


class Product(Section):
    """What the product is to a buyer, however it is paid."""

    impact_value: k.Worth | None = key(
        None, "value of reached impact to the buyer", column="impact_value",
        label="impact", says="worth {} to the buyer while it is reached",
    )  # fmt: skip
    effort: k.PriceOnce | None = key(
        None, "what the buyer puts in itself, at the signature", column="effort",
        label="effort", says="a buyer puts in {} itself at the signature",
    )  # fmt: skip
