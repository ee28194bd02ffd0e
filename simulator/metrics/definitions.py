"""All metrics by name, and what each means."""

from importlib import import_module

from simulator.metrics.metric import REGISTRY, Definition, Group, Metric

# Each page declares metrics; under a heading they stand in this order.
PAGES = (
    *("funnel", "acquisition", "need", "deal_age", "revenue", "customers", "lifetime_value"),
    *("cash", "value_at_end", "risk", "capacity", "channels", "targets"),
)
for _page in PAGES:
    import_module(f"simulator.metrics.{_page}")
METRICS = {name: one for group in Group for name, one in REGISTRY.items() if one.group is group}

# In JSON and tables of data metrics keep the order in which they came to be; a new one stands behind these.
_ORDER = (
    *("leads", "mql", "sql", "sal", "won", "live", "customers_end", "arr_end", "win_rate"),
    *("cycle_days_median", "cycle_days_mean", "first_use_days", "time_to_impact_days"),
    *("grr", "nrr", "logo_churn", "renewal_rate"),
    *("lifetime_revenue", "lifetime_revenue_36", "lifetime_revenue_84"),
    *("after_close_share", "after_close_share_36", "after_close_share_84"),
    *("promise_kept_6", "promise_kept_9", "promise_kept_12"),
    *("contribution_per_prospect", "gross_margin", "ltv_36", "ltv_84"),
    *("quick_ratio", "burn_multiple", "pipeline_coverage", "cash_end", "cash_low", "cash_low_month"),
    *("break_even_month", "runout_probability", "runout_month"),
    *("cac", "cac_ratio", "payback_months", "ltv", "ltv_to_cac"),
    *("bessemer_cac_ratio", "magic_number", "velocity"),
    *("buyer_risk", "seller_risk", "buyer_risk_peak", "seller_risk_peak", "seller_share_of_risk"),
    *("months_to_recover", "spend_never_recovered", "buyer_loss_share", "seller_loss_share"),
)
# Those of the company; behind them come those that there are of each team, and of each target.
NAMES = tuple(n for n in dict.fromkeys((*_ORDER, *METRICS)) if n in METRICS and METRICS[n].each is None)
OF_EACH = tuple(name for name, one in METRICS.items() if one.each is not None)
# Of each metric that authorities define in several ways: the names of its variants, the usual one first.
VARIANTS = {name: tuple(METRICS[name].variants) for name in NAMES if METRICS[name].usual}


def written(name: str) -> str:
    """How a metric is asked for: one of each team is of some team, wait_days.TEAM."""
    each = METRICS[name].each
    return name if each is None else f"{name}.{each.word}"


def metric_of(name: str) -> Metric:
    """The metric of a name of `Measures.values`: its own, of a variant, of a team or a target; KeyError for
    none."""
    family, _, one = name.partition(":")[0].partition(".")
    if family not in METRICS or bool(one) != (family in OF_EACH):
        known = ", ".join([*NAMES, *map(written, OF_EACH)])
        raise KeyError(f"no metric {name!r}: there are {known}")
    return METRICS[family]


def definition(name: str, variant: str | None = None) -> Definition:
    """Unit, label and meaning of a metric of `Measures.values`; KeyError for a name that is none.

    A variant is named apart or behind a colon: `definition("cac", "lagged")`, `definition("cac:lagged")`.
    """
    plain, colon, behind = name.partition(":")
    variant = behind if colon else variant
    if variant is not None:
        if variant not in VARIANTS.get(plain, ()):
            known = ", ".join(VARIANTS.get(plain, ())) or "none"
            raise KeyError(f"no variant {variant!r} of {plain!r}: there are {known}")
        return METRICS[plain].variants[variant].meaning
    found = metric_of(name).meaning
    return found._replace(label=found.label.format(name.partition(".")[2]))
