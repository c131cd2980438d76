"""`{% load lerarenstage %}`: dates, terms, statuses, icons, components and error summaries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from calendar_cfg import dates
from calendar_cfg.year_line import YearLine
from institutions.enums import ActivityKind
from lerarenstage.components import properties
from lerarenstage.error_summary import SummaryLine, summary_lines
from lerarenstage.filter_chips import Chip, chips
from lerarenstage.icons import ICONS
from lerarenstage.status import look_of
from lerarenstage.wordlist import term as find_term
from lerarenstage.year_drawing import drawing

register = template.Library()

register.filter("long_date", dates.long_date)
register.filter("day_month", dates.day_month)
register.filter("short_date", dates.short_date)
register.filter("long_moment", dates.long_moment)


@register.filter
def is_iso_date(value: object) -> bool:
    """Whether a native date input can show the value; anything else is shown as typed."""
    try:
        return not value or bool(dt.date.fromisoformat(str(value)))
    except ValueError:
        return False


@register.simple_tag
def date_range(first: dt.date, last: dt.date) -> str:
    """ "ma 30 oktober – zo 5 november 2017"."""
    return dates.date_range(first, last)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A shape of 16 by 16 beside a word; it says nothing by itself."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" '
        'focusable="false"><path fill-rule="evenodd" d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def status(value: object, label: str = "", on: dt.date | None = None, by: str = "") -> str:
    """A status as word and shape, with its date and who: `{% status request.state %}`."""
    look = look_of(value)
    return render_to_string(
        "components/status.html",
        {
            "tone": look.tone,
            "icon": look.icon,
            "label": label or getattr(value, "label", value),
            "on": on,
            "by": by,
        },
    )


@register.simple_tag
def term(slug: str, text: str = "") -> str:
    """A word of the word list, linked to its meaning: `{% term "stagiair" "stagiairs" %}`."""
    found = find_term(slug)
    try:
        address = reverse("wordlist")
    except NoReverseMatch:
        return text or str(found.name)
    return format_html(
        '<a class="term" href="{}#{}" title="{}">{}</a>',
        address,
        found.slug,
        found.short_meaning,
        text or str(found.name).lower(),
    )


@register.simple_tag
def words(*slugs: str) -> str:
    """The words of a page that the word list explains, each linked to its meaning."""
    links = format_html_join(", ", "{}", ((term(slug),) for slug in slugs))
    return format_html('<p class="quiet small">{} {}</p>', _("Woorden op deze pagina:"), links)


KIND_TERMS = {
    ActivityKind.OBSERVATION: "observatiestage",
    ActivityKind.PARTICIPATION: "participatiestage",
    ActivityKind.ACTIVE: "actieve-stage",
    ActivityKind.CROSS_CLASS: "klasoverstijgende-activiteit",
}


@register.simple_tag
def kind_term(kind: str) -> str:
    """The kind of a stageactiviteit, linked to its meaning."""
    known = ActivityKind(kind)
    return term(KIND_TERMS[known], str(known.label))


@register.simple_tag
def component(name: str, **given: Any) -> str:
    """A component with declared properties: `{% component "warning" text=... %}`."""
    return render_to_string(f"components/{name}.html", properties(name, given))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any]) -> dict[str, list[SummaryLine]]:
    """One summary for all forms of a page; crispy then leaves out its own."""
    for form in forms:
        form.error_summary_shown = True  # type: ignore[union-attr]
    return {"lines": [line for form in forms for line in summary_lines(form)]}


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: template.Context, form: BaseForm) -> dict[str, list[Chip]]:
    """The chosen filters, each with a link that removes it."""
    return {"chips": chips(form, context["request"].GET)}


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, name: str = "page") -> str:
    """The address of another page of the same list, all other filters kept."""
    query = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/year_line.html")
def year_line(line: YearLine, size: str = "large", twin: bool = True) -> dict[str, Any]:
    """The year as a line with its twin table: `{% year_line line "small" %}`."""
    return drawing(line, size, twin)


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, list[dict[str, str]]]:
    """Pairs of words and address, then where one is: `{% breadcrumb "Stagiairs" url "An" %}`."""
    pairs = [{"label": steps[i], "url": steps[i + 1]} for i in range(0, len(steps) - 1, 2)]
    return {"crumbs": [*pairs, {"label": steps[-1], "url": ""}]}


@register.inclusion_tag("lerarenstage/_grid.html")
def grid(formset: BaseFormSet[Any], caption: str = "") -> dict[str, Any]:
    """A formset as a table of inputs, with its management form: `{% grid formset "..." %}`."""
    return {"formset": formset, "caption": caption}
