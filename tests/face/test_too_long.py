"""What is pasted into a field is never cut off silently by the browser."""

from django import forms


class Note(forms.Form):
    """A form with a field that has a limit."""

    note = forms.CharField(max_length=20, widget=forms.Textarea)
    name = forms.CharField(max_length=20)


def test_too_much_is_kept_and_refused_with_words_instead_of_cut_off() -> None:
    pasted = "x" * 10_000
    form = Note({"note": pasted, "name": "Tine"})
    html = form.as_div()

    assert "maxlength" not in html
    assert pasted in html
    assert "20" in form.errors["note"][0]
    assert list(form.errors) == ["note"]
