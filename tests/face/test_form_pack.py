"""The form pack: label, hint, error, input, all tied together, and one summary on top."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from lerarenstage.gallery import GalleryForm, GalleryRow


def render(source: str, **context: Any) -> str:
    loads = "{% load crispy_forms_tags lerarenstage %}"
    with override("nl"):
        return Template(loads + source).render(Context(context))


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_label_then_hint_then_error_then_input() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm({"starts": "31/02/2018"}))
    part = html[html.index('for="id_starts"') :]
    positions = [
        part.index(text)
        for text in ('for="id_starts"', 'id="id_starts_helptext"', 'id="id_starts_error"', "<input")
    ]
    assert positions == sorted(positions)


def test_an_input_names_its_hint_and_its_error() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm({"starts": "31/02/2018"}))
    described = re.search(r'name="starts"[^>]*aria-describedby="([^"]+)"', html)
    assert described is not None
    assert described[1].split() == ["id_starts_helptext", "id_starts_error"]
    assert 'aria-invalid="true"' in html


def test_every_described_and_linked_id_exists_once() -> None:
    form = GalleryForm({"starts": "x", "kinds": ["nope"]})
    html = render("{{ form|crispy }}", form=form)
    known = ids(html)
    assert len(known) == len(set(known))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(known)
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in known


def test_the_summary_links_to_the_first_radio_of_a_group() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm({}))
    assert 'href="#id_kind_0"' in html
    assert '<fieldset class="field field-invalid"' in html
    assert re.search(r"<legend>Soort activiteit\s*</legend>", html)


def test_what_was_typed_stays_also_when_it_is_no_date() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm({"starts": "31/02/2018", "remark": "abc"}))
    assert re.search(r'<input type="text"\s+name="starts"\s+value="31/02/2018"', html)
    assert ">\nabc</textarea>" in html


def test_a_date_is_a_native_date_input() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm({"starts": "2018-02-28"}))
    assert re.search(r'<input type="date"\s+name="starts"\s+value="2018-02-28"', html)


def test_dates_are_read_as_people_type_them() -> None:
    with override("nl"):
        for typed in ("2017-09-19", "19/09/2017", "19-9-2017", "19.09.2017"):
            assert str(forms.DateField().clean(typed)) == "2017-09-19"


def test_only_optional_fields_say_so() -> None:
    html = render("{{ form|crispy }}", form=GalleryForm())
    assert html.count("(niet verplicht)") == 2  # the remark and the kinds; a lone box needs none


def test_a_helper_writes_the_form_without_the_checks_of_the_browser() -> None:
    form = GalleryForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Deel 1", "name"), Submit("save", "Bewaren"))
    html = render("{% crispy form %}", form=form, csrf_token="t")
    assert "novalidate" in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "<legend>Deel 1</legend>" in html
    assert 'class="btn btn-primary"' in html


def test_several_forms_share_one_summary() -> None:
    rows = forms.formset_factory(GalleryRow, extra=0)(
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "form-0-subject": "fr",
            "form-0-t1": "-1",
        }
    )
    html = render(
        '{% error_summary form rows %}{{ form|crispy }}{% grid rows "Plaatsen" %}',
        form=GalleryForm({}),
        rows=rows,
    )
    assert html.count('class="error-summary"') == 1
    assert 'href="#id_form-0-t1"' in html
    assert "Rij 1, T1:" in html


def test_a_label_that_is_a_question_or_a_sentence_gets_no_colon() -> None:
    class Form(forms.Form):
        why = forms.CharField(label="Waarom annuleert u?", error_messages={"required": "Zeg het."})
        agreed = forms.BooleanField(
            label="Ik ga akkoord.", error_messages={"required": "Vink aan."}
        )
        name = forms.CharField(label="Naam", error_messages={"required": "Vul in."})

    html = render("{{ form|crispy }}", form=Form({}))
    for line in ("Waarom annuleert u? Zeg het.", "Ik ga akkoord. Vink aan.", "Naam: Vul in."):
        assert f">{line}</a>" in html


def test_an_unbound_form_has_no_summary() -> None:
    assert "error-summary" not in render("{{ form|crispy }}", form=GalleryForm())


def test_a_grid_has_column_heads_and_a_label_for_each_input() -> None:
    rows = forms.formset_factory(GalleryRow, extra=2)()
    html = render('{% grid rows "Plaatsen" %}', rows=rows)
    assert html.count('role="columnheader"') == 4
    inputs = re.findall(r'<(?:input|select)[^>]*id="(id_form-[^"]+)"', html)
    visible = [i for i in inputs if not i.endswith("_FORMS")]
    assert visible
    assert all(f'for="{name}"' in html for name in visible)


def test_text_of_people_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    form = GalleryForm({"name": evil, "starts": evil, "subject": evil})
    form.add_error(None, evil)
    assert evil not in render("{{ form|crispy }}", form=form)
