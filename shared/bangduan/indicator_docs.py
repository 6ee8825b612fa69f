"""The page of all indicators, written from the catalogue, so that it cannot disagree with it.

python -m bangduan.indicator_docs > docs/indicators.md
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bangduan.events.indicators import INDICATORS, MILESTONES, PLANNED, RATIOS, SMALLEST_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bangduan.events.indicators import Indicator, PlannedIndicator, Ratio
    from bangduan.events.types import Slug

_OPENING: Final = """\
# Indicators

What a site tells its province, and what each number means. The page is written from the code
(`python -m bangduan.indicator_docs`); the same is served as JSON at
`/reporting/api/v1/catalogue`. Nothing of it is about a person.

## Periods

| period | what it is |
|---|---|
| `to-date` | everything up to now, also what has no date |
| `2024-10` | a month of the common era, by the business date of what happened |
| `fy2568` | a fiscal year of the Buddhist era, October 2567 to September 2568 |

**Flows** (*month, year* below) are told under the month and the fiscal year of their own day:
a meeting under the day it was held on. What has no known day counts to date only and is put into
no month. When the past is corrected, the period it belongs to is told anew at once, and the event
carries what the period had told before (`was`).

**Stocks** (*month's end* below) have no day of their own. Their value for a month is what was
told of them to date at the moment the month was closed. A site closes each month by itself in the
first hour it runs in a later month, also one in which nothing happened: nobody need report
"nothing". The page *Months of the report* (งวดรายงาน, `/reporting/months`) shows which are closed,
and lets a secretary, an administrator or the community-development officer close a month that is
over sooner (`POST /reporting/api/v1/periods/<month>/closure`). Months close in order, the fiscal
year with September. A closed stock is never told anew: what is entered later is in the next
month's.

## People

The people of the register are counted inside the site. What is told of them keeps these rules:

1. A kind of organisation with 1 to {most_hidden} members is hidden (`null`), and stands in no sum:
   the total and the table by sex are of the kinds that are told. They are then `at_least`.
2. The sexes are told together, and only when none of them has 1 to {most_hidden} members.
3. The numbers are told at most once a day, in a minute in which nobody joins or leaves, and only
   when at least {fewest} memberships began or ended since they were last told; how many did is not
   told. The tables of a month's end are those told last.
4. A number of people that an organisation gives of itself (its members, its savers) is left out
   of the sum while it is 1 to {most_hidden}; the sum is then `at_least`.
5. People who came to a public meeting are told as counted.

So no hidden number is part of any number that is told, and none can be had by subtraction, not
from one table, nor between two, nor over time. `bangduan.disclosure` audits this; a test plays
random months and tries. What no rule prevents: whoever knows from elsewhere that nobody else
joined or left can draw conclusions.

Zero means nobody, and is told. *Hidden* is not *unknown*: a value that is not known in full is a
lower bound (`at_least`) or has no cell at all.
"""

_RATIOS: Final = """\
## Ratios

Reckoned by whoever shows them, from the cells named; they do not travel. Over several sites both
sides are added up first. A ratio is not known where a part is hidden, is only a lower bound, or
where the divisor is zero. An empty cell of an indicator that was told counts as zero.
"""

_PLANNED: Final = """\
## Planned: no source events yet

Wanted, and not told: no event records what they are made of. They are never shown as zero.
"""

_PROVINCE: Final = """\
## What the province works out for itself

Freshness (days since a site was last heard), the reporting rate and whether a report came on time
follow from when events arrive; they are not told by a site.
"""

_MILESTONES: Final = """\
## Milestones

Told with a date where one is known, figures, and at most the name of a body; never of a person.
"""

_DIGEST: Final = """\
## Digests

Once a day each service records what its log came to (`HeadsDigested`): the place of its last
event, how many events and streams there are, and a SHA-256 over the last hash of each stream. The
site tells them together (`SiteDigested`), with a root over all. Kept by the province, they show
later whether the books up to that day are still the same, also where somebody wrote a stream anew
with all its hashes: `bangduan.store.verification.heads_digest` reckons the digest of a place anew.
"""

_WORDS: Final = {
    "more": "more is better",
    "less": "less is better",
    "neutral": "",
    "no-people": "counts no people",
    "seen-in-public": "people at a public meeting, told as counted",
    "few-left-out": "few people left out of the sum",
    "few-hidden": "few people hidden",
    "sum": "sum",
    "largest": "largest",
    "mean-of-last-4": "mean of the last 4",
    "headcount": "headcount",
}


def indicators_page() -> str:
    """The page, in Markdown."""
    opening = _OPENING.format(most_hidden=SMALLEST_TOLD - 1, fewest=SMALLEST_TOLD)
    parts = [
        opening,
        "## Indicators\n",
        *map(_indicator, INDICATORS.values()),
        _RATIOS,
        *map(_ratio, RATIOS.values()),
        _PLANNED,
        _table(("indicator", "unit", "formula", "waits for"), map(_planned, PLANNED.values())),
        _PROVINCE,
        _DIGEST,
        _MILESTONES,
        _table(
            ("stage", "milestone", "name"),
            (
                (str(one.stage), f"`{one.slug}`", f"{one.thai} · {one.english}")
                for one in MILESTONES.values()
            ),
        ),
    ]
    return "\n".join(parts).rstrip() + "\n"


def periods_of(indicator: Indicator) -> str:
    """The periods an indicator is told for, in words."""
    told = ["to date"]
    if indicator.by_period:
        told.append("month, year")
    if indicator.at_month_end:
        told.append("month's end")
    return "; ".join(told)


def _indicator(indicator: Indicator) -> str:
    facts = [
        ("formula", indicator.formula),
        ("วิธีคิด", indicator.formula_thai),
        ("unit", f"{indicator.unit}, {_WORDS[indicator.measure]}"),
        ("periods", periods_of(indicator)),
        ("total", "" if indicator.has_total else "its cells do not add up to anything"),
        ("people", _WORDS[indicator.disclosure]),
        ("direction", _WORDS[indicator.direction]),
        ("open data", "yes" if indicator.open_data else "no, the site's own work"),
        ("events", ", ".join(f"`{event}`" for event in indicator.events)),
    ]
    return _headed(indicator, facts)


def _ratio(ratio: Ratio) -> str:
    facts = [
        ("formula", ratio.formula),
        ("วิธีคิด", ratio.formula_thai),
        ("unit", ratio.unit),
        ("cells", f"{_cells(ratio.numerator)} ÷ {_cells(ratio.denominator)}"),
        ("direction", _WORDS[ratio.direction]),
    ]
    return _headed(ratio, facts)


def _headed(defined: Indicator | Ratio, facts: list[tuple[str, str]]) -> str:
    lines = "".join(f"| {name} | {said} |\n" for name, said in facts if said)
    return (
        f'### <a id="{defined.slug}"></a>{defined.thai} · {defined.english}\n\n'
        f"| | `{defined.slug}` |\n|---|---|\n{lines}"
    )


def _cells(parts: Iterable[tuple[Slug, Slug]]) -> str:
    told = [f"`{indicator}`/{cell}" for indicator, cell in parts]
    return told[0] if len(told) == 1 else f"({' + '.join(told)})"


def _planned(planned: PlannedIndicator) -> tuple[str, ...]:
    name = f"{planned.thai} · {planned.english} (`{planned.slug}`)"
    return name, planned.unit, planned.formula, planned.waits_for


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    def lines() -> Iterator[str]:
        yield f"| {' | '.join(head)} |"
        yield f"|{'---|' * len(head)}"
        for row in rows:
            yield f"| {' | '.join(row)} |"

    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    sys.stdout.write(indicators_page())
