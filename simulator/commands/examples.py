"""Examples shown below the help of each command."""

_AS_TYPED = "\b\n"  # at the head of a paragraph: its lines are not filled

BEGIN = (
    ("bowtie new mine --like subscription", "a company of your own, as a text file to edit"),
    ("bowtie check mine.toml", "the mistakes in it, or the company in words"),
    ("bowtie compare mine.toml --what-ifs", "it beside its what-ifs, ranked"),
)

EXAMPLES = {
    "new": (
        ("bowtie new mine", "mine.toml, like subscription"),
        ("bowtie new acme --like enterprise", "`bowtie list` tells which there are"),
    ),
    "check": (
        ("bowtie check mine.toml", "the mistakes in it, or the company in words"),
        ("bowtie check mine.toml --sources", "every number, with where it comes from"),
        ('bowtie check mine.toml --what-if "one more seller"', "... with what it changes"),
        ('bowtie check mine.toml --what-if "one more seller" --what-if dearer', "... with both"),
    ),
    "run": (
        ("bowtie run mine.toml", "128 times: the odds, the money, and what to look out for"),
        ("bowtie run mine.toml --all", "every metric, table and month"),
        ("bowtie run mine.toml --replications 20", "a first look"),
        ("bowtie run subscription", "a company that comes with the product, by its name"),
        ('bowtie run mine.toml --what-if "one more seller"', "with one of its what-ifs"),
        ("bowtie run mine.toml --out first", "kept: a page, tables, pictures, and how it was made"),
        ("bowtie run mine.toml --xlsx tables.xlsx", "its tables as a workbook"),
        ("bowtie run mine.toml --extend first --replications 512", "... and gone on with"),
        ("bowtie run mine.toml --on arr_end --second-lives 64", "what moves it, and how much is luck"),
        ('bowtie run mine.toml --on arr_end --precision "2%"', "until it is as sure"),
    ),
    "compare": (
        ("bowtie compare mine.toml --what-ifs", "the file beside all its what-ifs, ranked"),
        ("bowtie compare mine.toml --what-ifs --by arr_end", "ranked by revenue at the end"),
        ("bowtie compare one.toml two.toml three.toml", "files side by side"),
        ("bowtie compare one.toml two.toml --json", "for a program"),
    ),
    "report": (
        ("bowtie report mine.toml --out board.html", "one page to mail or to print"),
        ("bowtie report mine.toml --what-ifs --out board.html", "... with its what-ifs, ranked"),
        ("bowtie report one.toml two.toml --out board.html", "... with files side by side"),
        ("bowtie report mine.toml --out board.html --xlsx tables.xlsx", "... and its tables as a workbook"),
    ),
    "breakeven": (
        (
            'bowtie breakeven a.toml --what-if "orchestrate, not onboard" --on cash_end',
            "how much impact the one more in onboarding must bring",
        ),
        (
            'bowtie breakeven a.toml --what-if "two more from April" --on arr_end',
            'of "+2 from 2027-04": how many more it must be',
        ),
    ),
    "solve": (
        (
            "bowtie solve a.toml --for team.ae.people --to 80% --on target.plan",
            "how many sellers give 80 % odds of the target",
        ),
        (
            "bowtie solve a.toml --for money.cash --to 5% --on runout_probability",
            "with how much cash one run in twenty runs out",
        ),
    ),
    "explain": (
        ("bowtie explain payback", "its definition, and other ways to count it"),
        ("bowtie explain payback mine.toml", "... with the values of each"),
    ),
    "again": (("bowtie again first", "the numbers of `run --out first`, or what differs"),),
    "trace": (
        ("bowtie trace mine.toml --account 5", "the life of one account"),
        ("bowtie trace mine.toml --account 5 --money", "every cent of it"),
    ),
    "ledger": (
        ("bowtie ledger mine.toml --out rows.csv", "all that happens in one run"),
        ("bowtie ledger mine.toml --out money.parquet --money", "all money that follows from it"),
    ),
    "list": (("bowtie list", "names, titles, and what they stand on"),),
    "schema": (("bowtie schema > scenario.schema.json", "beside your files; `bowtie new` does it for you"),),
}


def below(command: str) -> str:
    """What stands below the help of a command."""
    return shown("Examples", EXAMPLES[command])


def shown(heading: str, lines: tuple[tuple[str, str], ...]) -> str:
    """Commands with what they are for, in two columns, where they fit into a line."""
    width = max(len(command) for command, _ in lines)
    fits = width + max(len(what) for _, what in lines) <= 72
    found = [f"  {c:<{width}}   {what}" if fits else f"  {c}\n      {what}" for c, what in lines]
    return "\n".join([f"{_AS_TYPED}{heading}:", *found])
