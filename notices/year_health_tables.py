"""The figures of a year as tables: a group a row, all together below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notices.year_health import Figures, Group
from notices.year_health_words import Labels, days_words, share_words

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
Address = Callable[[Group, str], str]
"""Where the rows behind a figure are: of a group and a column; empty where there is no list."""


class CountColumn(tables.Column):  # type: ignore[misc]
    """A figure with its share in the first one, as a link where there is a list of it."""

    def __init__(self, name: str, label: str | Promise, whole: str, address: Address) -> None:
        self.of, self.whole, self.address = name, whole, address
        super().__init__(verbose_name=label, accessor=f"counts__{name}", attrs=NUMBER)

    def render(self, record: Group) -> str:
        """ "12", and below it "34,5 %"."""
        n = record.counts[self.of]
        if not n:
            return format_html('<span class="none">{}</span>', n)
        url = self.address(record, self.of)
        figure = format_html('<a href="{}">{}</a>', url, n) if url else n
        if self.of == self.whole:
            return format_html("{}", figure)
        share = share_words(n, record.counts[self.whole])
        return format_html('{} <span class="share">{}</span>', figure, share)

    def footer(self, bound_column: Any, table: FiguresTable) -> str:
        """The figure of all together."""
        return self.render(table.total)


class FiguresTable(tables.Table):  # type: ignore[misc]
    """The groups of one split; sorted by name until one asks otherwise.

    A column in which nobody has anything is left out.
    """

    name = tables.Column()

    class Meta:
        fields: Sequence[str] = ()
        order_by = ("name",)
        empty_text = ""
        attrs = {"class": "table table-tight figures"}

    def __init__(
        self,
        figures: Figures,
        labels: Labels,
        *,
        caption: str,
        head: str,
        prefix: str,
        address: Address = lambda group, column: "",
        with_days: bool = False,
    ) -> None:
        self.total, self.caption, self.with_days = figures.total, caption, with_days
        whole = next(iter(labels))
        more: list[tuple[str, tables.Column]] = [
            ("name", tables.Column(verbose_name=head, footer=figures.total.name)),
            *(
                (name, CountColumn(name, labels[name], whole, address))
                for name in labels
                if name == whole or figures.total.counts[name]
            ),
        ]
        if with_days:
            more.append(("days", DaysColumn()))
        super().__init__(figures.groups, extra_columns=more, prefix=prefix)

    def count_words(self) -> str:
        """How many rows there are, in words."""
        n = len(self.rows)
        return ngettext("%(n)s rij", "%(n)s rijen", n) % {"n": n}


class DaysColumn(tables.Column):  # type: ignore[misc]
    """The median of the days in which schools answered: `days` of a group."""

    def __init__(self) -> None:
        super().__init__(verbose_name=_("Mediaan"), accessor="days", attrs=NUMBER, empty_values=())

    def render(self, value: float | None) -> str:
        """ "9 dagen"."""
        return days_words(value)

    def footer(self, bound_column: Any, table: FiguresTable) -> str:
        """The median of all together."""
        return days_words(table.total.days)
