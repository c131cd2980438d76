"""Translations are compiled without gettext, and faults in them are found."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from lerarenstage.translations import compile_changed, find_faults

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Stageaanvraag"
msgstr "Placement request"

#, fuzzy
msgid "Voorstel"
msgstr "Perhaps"

msgid "%(n)s dag"
msgid_plural "%(n)s dagen"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"
"""


@pytest.fixture
def locale_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    return tmp_path


def test_compiled_translations_are_readable_and_leave_out_the_unfinished(locale_dir: Path) -> None:
    compile_changed(locale_dir)
    english = gettext.translation("django", locale_dir, ["en"])
    assert english.gettext("Stageaanvraag") == "Placement request"
    assert english.gettext("Voorstel") == "Voorstel"
    assert english.ngettext("%(n)s dag", "%(n)s dagen", 2) == "%(n)s days"


def test_only_what_changed_is_compiled(locale_dir: Path) -> None:
    assert len(compile_changed(locale_dir)) == 1
    assert compile_changed(locale_dir) == []
    os.utime(locale_dir / "en" / "LC_MESSAGES" / "django.po")
    assert len(compile_changed(locale_dir)) == 1


def test_faults_name_the_text() -> None:
    catalog = Catalog(locale="en")
    catalog.add("goed %(n)s", "good %(n)s")
    catalog.add("leeg", "")
    catalog.add("twijfel", "doubt", flags=["fuzzy"])
    catalog.add("%(n)s van %(m)s", "%(n)s of %(x)s")
    assert list(find_faults(catalog)) == [
        "en: 'leeg' has no translation",
        "en: 'twijfel' is marked fuzzy",
        "en: '%(n)s van %(m)s' has other placeholders in its translation",
    ]
