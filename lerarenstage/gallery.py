"""The data of the gallery page: every component in every state."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendar_cfg.lesdagen import SchoolCalendar
from calendar_cfg.year_line import YearLine, draw_year
from lerarenstage.gallery_year import SCHOOL_YEAR
from lerarenstage.status import LOOKS
from requests_app.lesdagen_left import time_left
from requests_app.way import Stand, Step

SHAPES = [("observation", _("Observatiestage")), ("active", _("Actieve stage"))]


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Naam van het sjabloon"), max_length=40)
    remark = forms.CharField(
        label=_("Tekst voor de school"),
        help_text=_("Geen gezondheidsgegevens of andere gevoelige informatie."),
        widget=forms.Textarea,
        required=False,
    )
    starts = forms.DateField(label=_("Eerste dag"), help_text=_("Bijvoorbeeld 19/9/2017."))
    subject = forms.ChoiceField(label=_("Vak"), choices=[("", _("Kies een vak")), ("fr", "Frans")])
    kind = forms.ChoiceField(label=_("Soort activiteit"), choices=SHAPES, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Aanvaarde soorten"),
        choices=SHAPES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Kies er een of meer."),
    )
    group = forms.BooleanField(label=_("Dit is een groepsstage"), required=False)


class GalleryRow(forms.Form):
    """A row of a grid."""

    subject = forms.ChoiceField(label=_("Vak"), choices=[("fr", "Frans"), ("nl", "Nederlands")])
    t1 = forms.IntegerField(label="T1", min_value=0, required=False)
    t2 = forms.IntegerField(label="T2", min_value=0, required=False)
    t3 = forms.IntegerField(label="T3", min_value=0, required=False)


def may_see_gallery(request: HttpRequest) -> bool:
    """Builders: anybody in a demo or debug installation, staff elsewhere."""
    return bool(settings.DEMO or settings.DEBUG or request.user.is_staff)


def gallery_line(today: dt.date) -> YearLine:
    """The year 2017-2018 as the source has it, seen on one day."""
    return draw_year(today=today, **SCHOOL_YEAR)


def gallery_context() -> dict[str, Any]:
    """What the gallery shows."""
    grid = forms.formset_factory(GalleryRow, extra=0)
    when = dt.datetime(2017, 9, 12, 14, 5, tzinfo=dt.UTC)
    return {
        "empty_form": GalleryForm(prefix="leeg"),
        "error_form": GalleryForm({"fout-starts": "31/02/2018", "fout-name": "T1"}, prefix="fout"),
        "grid": grid(
            initial=[{"subject": "fr", "t1": 2, "t2": 1}, {"subject": "nl", "t3": 1}], prefix="rij"
        ),
        "statuses": list(LOOKS),
        "times_left": [
            time_left(due, today, SchoolCalendar())
            for due, today in (
                (dt.date(2017, 9, 18), dt.date(2017, 9, 11)),
                (dt.date(2017, 9, 18), dt.date(2017, 9, 18)),
                (dt.date(2017, 11, 8), dt.date(2017, 10, 24)),
                (dt.date(2017, 9, 18), dt.date(2017, 9, 20)),
            )
        ],
        "line": gallery_line(dt.date(2017, 9, 19)),
        "before": gallery_line(dt.date(2017, 6, 2)),
        "history": [
            {"when": when, "who": "An Peeters", "what": _("Ingediend"), "why": ""},
            {
                "when": when + dt.timedelta(days=3),
                "who": "Sint-Jozef",
                "what": _("Gedeeltelijk aanvaard"),
                "why": _("Geen mentor voor dit vak"),
            },
        ],
        "summary": [
            {"label": _("Vak"), "value": "Frans", "url": "#"},
            {"label": _("Stageperiode"), "value": "ma 6 november – vr 1 december 2017", "url": "#"},
        ],
        "tasks": [
            {
                "count": 7,
                "title": _("Beantwoord 7 stageaanvragen"),
                "url": "#",
                "due": dt.date(2017, 10, 3),
                "tone": "soon",
                "text": _("De oudste wacht sinds do 15 juni."),
            },
            {"count": 2, "title": _("Bevestig uw stageaanbod"), "url": "#"},
        ],
        "way": [
            Step(
                Stand.DONE,
                gettext("Ingediend"),
                gettext("Uw lerarenopleiding diende de aanvraag in."),
            ),
            Step(
                Stand.NOW,
                gettext("Antwoord"),
                gettext("De school antwoordt."),
                gettext("de school"),
            ),
            Step(Stand.LATER, gettext("Stage"), gettext("Na een ja volgt de stageovereenkomst.")),
        ],
    }
