"""Components refuse what they do not know, and say what they show in words."""

import datetime as dt
from typing import Any

import django_tables2 as tables
import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from calendar_cfg.enums import MilestoneKind
from lerarenstage.components import COMPONENTS, UnknownProperty
from lerarenstage.filter_chips import chips
from lerarenstage.icons import ICONS
from lerarenstage.status import LOOKS, look_of
from requests_app.enums import ProposalState, RequestState


def render(source: str, **context: Any) -> str:
    with override("nl"):
        return Template("{% load lerarenstage %}" + source).render(Context(context))


def test_a_property_that_is_not_declared_is_an_error() -> None:
    with pytest.raises(UnknownProperty):
        render('{% component "warning" text="a" tekst="b" %}')
    with pytest.raises(UnknownProperty):
        render('{% component "warning" %}')
    with pytest.raises(UnknownProperty):
        render('{% component "popup" text="a" %}')


def test_every_component_has_a_template() -> None:
    from django.template.loader import get_template

    for name in COMPONENTS:
        get_template(f"components/{name}.html")


def test_every_status_has_a_shape_and_known_states_are_not_quiet_by_accident() -> None:
    assert all(look.icon in ICONS for look in LOOKS.values())
    for state in (*RequestState, *ProposalState):
        assert state.value in LOOKS, state
    assert look_of("something new").icon in ICONS


def test_every_milestone_has_its_own_shape() -> None:
    shapes = [ICONS[kind.value] for kind in MilestoneKind]
    assert len(set(shapes)) == len(shapes)


def test_a_status_says_its_word_who_and_when() -> None:
    html = render(
        '{% status state by="Sint-Jozef" on=day %}',
        state=RequestState.PARTIALLY_ACCEPTED,
        day=dt.date(2017, 9, 12),
    )
    assert "Gedeeltelijk aanvaard" in html
    assert "door Sint-Jozef, di 12 september 2017" in html
    assert 'class="status status-good"' in html


def test_a_term_leads_to_its_meaning() -> None:
    html = render('{% term "stagiair" "stagiairs" %}')
    assert 'href="/woordenlijst/#stagiair"' in html
    assert ">stagiairs</a>" in html
    with pytest.raises(KeyError):
        render('{% term "student" %}')


class ListFilter(forms.Form):
    subject = forms.MultipleChoiceField(
        label="Vak", choices=[("fr", "Frans"), ("nl", "Nederlands")], required=False
    )
    q = forms.CharField(label="Zoek", required=False)


def test_a_chip_removes_only_itself_and_starts_again_at_page_one() -> None:
    query = QueryDict("subject=fr&subject=nl&q=&page=3&sort=name")
    found = chips(ListFilter(query), query)
    assert [(chip.label, chip.value, chip.url) for chip in found] == [
        ("Vak", "Frans", "?subject=nl&sort=name".replace("?subject=nl", "?subject=nl&q=")),
        ("Vak", "Nederlands", "?subject=fr&q=&sort=name"),
    ]


class People(tables.Table):
    name = tables.Column(verbose_name="Naam")
    age = tables.Column(verbose_name="Leeftijd", orderable=False)

    class Meta:
        empty_text = "Niemand."


def people_page(query: str, number: int = 120) -> str:
    request = RequestFactory().get(f"/?{query}")
    table = People([{"name": f"N{i:03}", "age": i} for i in range(number)])
    tables.RequestConfig(request, paginate={"per_page": 50}).configure(table)
    with override("nl"):
        return str(table.as_html(request))


def test_a_table_says_how_it_is_sorted_and_keeps_the_filters() -> None:
    html = people_page("sort=-name&q=jan&page=2")
    assert 'aria-sort="descending"' in html
    assert "120 rijen" in html
    assert "Blad 2 van 3" in html
    assert "?sort=-name&amp;q=jan&amp;page=3" in html
    assert html.count('data-label="Naam"') == 50
    assert html.count("aria-sort") == 1


def test_an_empty_table_says_why() -> None:
    html = people_page("", 0)
    assert "Niemand." in html
    assert "<table" not in html
