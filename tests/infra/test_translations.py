"""Translations are compiled without gettext, faults in them are found, and Dutch says "u"."""

import ast
import gettext
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import gettext as django_gettext
from django.utils.translation import ngettext, override, pgettext

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_pictures import picture_of
from lerarenstage.translations import (
    LANGUAGES,
    LOCALE_DIR,
    MAKE_MESSAGES,
    OVERRIDES,
    compile_changed,
    find_faults,
)
from requests_app.line_forms import LineForm
from tests.factories import PASSWORD

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


# --- The Dutch of other packages ---

JE = re.compile(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", re.IGNORECASE)
ALLAUTH_PARTS = ("account/", "mfa/", "socialaccount/", "core/")


@pytest.fixture
def own_words(tmp_path: Path) -> Iterator[None]:
    """Our catalogues as they are now, whatever was compiled before."""
    for language in (*LANGUAGES, *OVERRIDES):
        target = tmp_path / language / "LC_MESSAGES"
        target.mkdir(parents=True)
        shutil.copy(LOCALE_DIR / language / "LC_MESSAGES" / "django.po", target)
    compile_changed(tmp_path)
    with override_settings(LOCALE_PATHS=[tmp_path]):
        yield


def catalog_at(locale_dir: Path, language: str) -> Catalog:
    with (locale_dir / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def allauth_dutch() -> Catalog:
    return catalog_at(Path(allauth.__file__).parent / "locale", "nl")


def texts_of_other_packages() -> set[Any]:
    """What installed packages can say, in their English catalogue or in their Dutch one."""
    return {
        message.id
        for path in (Path(app.path, "locale") for app in apps.get_app_configs())
        for language in ("en", "nl")
        if (path / language / "LC_MESSAGES" / "django.po").exists()
        for message in catalog_at(path, language)
    }


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def is_shown(message: Message) -> bool:
    """Whether a text of allauth can appear: in a part we use, in no template that we replaced."""
    own = Path(settings.BASE_DIR)
    for path, _line in message.locations:
        part = path.removeprefix("templates/")
        if part.startswith(ALLAUTH_PARTS) and not (own / "templates" / part).exists():
            return True
    return False


def shown_as(message: Message) -> list[str]:
    ids = forms(message.id)
    if message.context:
        return [pgettext(message.context, ids[0])]
    if len(ids) == 1:
        return [django_gettext(ids[0])]
    one, more = ids
    return [ngettext(one, more, 1), ngettext(one, more, 2)]


def test_after_the_login_the_message_says_u(own_words: None, coordinator: Membership) -> None:
    answer = Client().post(
        reverse("account_login"), {"login": coordinator.user.email, "password": PASSWORD}
    )
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [f"U bent aangemeld als {coordinator.user}."]


def test_no_sentence_that_allauth_can_show_says_je(own_words: None) -> None:
    with override("nl"):
        told = {
            text: shown_as(message)
            for message in allauth_dutch()
            if message.id and is_shown(message)
            for text in forms(message.id)
        }
    assert {text: said for text, said in told.items() if JE.search(" ".join(said))} == {}


def test_a_password_that_is_too_short_is_refused_in_dutch(own_words: None) -> None:
    with override("nl"), pytest.raises(ValidationError, match=r"minstens \d+ tekens"):
        validate_password("kort1")


def test_the_dutch_catalogue_holds_sound_overrides_only() -> None:
    own = catalog_at(LOCALE_DIR, "nl")
    assert list(find_faults(own)) == []
    assert {message.id for message in own} - texts_of_other_packages() == set()


def test_extracting_leaves_the_dutch_catalogue_alone() -> None:
    asked = [argument for argument in MAKE_MESSAGES if argument.startswith("--locale")]
    assert asked == ["--locale=en"]


def test_our_words_are_shown_as_written_whatever_other_packages_say(own_words: None) -> None:
    ours = [message for message in catalog_at(LOCALE_DIR, "en") if message.id]
    with override("nl"):
        dutch = {forms(m.id)[0]: shown_as(m) for m in ours if not m.context}
    assert dutch == {forms(m.id)[0]: forms(m.id) for m in ours if not m.context}


def first_whole() -> str:
    field: Any = LineForm(subjects={}).fields["functional_wholes"]
    return str(next(iter(field.choices))[1])


def holiday_names(year: AcademicYear) -> set[str]:
    return {pause.holiday.name for pause in picture_of(year).pauses}


def test_words_that_are_stored_or_put_together_follow_the_reader(
    own_words: None, year_2017: AcademicYear
) -> None:
    with override("en"):
        assert first_whole().startswith("1. The teacher as facilitator")
        assert {"Armistice Day", "Autumn holidays"} <= holiday_names(year_2017)
    with override("nl"):
        assert first_whole().startswith("1. De leraar als begeleider")
        assert {"Wapenstilstand", "Herfstvakantie"} <= holiday_names(year_2017)


def out_of_reach(path: Path) -> Iterator[str]:
    """Where a text is marked so that extracting does not see it, and `locale/en` never gets it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                if "gettext" in name.name and name.asname not in (None, "_"):
                    yield f"{path}:{node.lineno} renames {name.name}"
        if isinstance(node, ast.JoinedStr):
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and marks(part):
                    yield f"{path}:{node.lineno} marks a text inside an f-string"


def marks(call: ast.Call) -> bool:
    """Whether a call marks a literal text, not one that is marked elsewhere."""
    named = isinstance(call.func, ast.Name) and re.search(r"^_$|gettext", call.func.id)
    return bool(named and call.args and isinstance(call.args[0], ast.Constant))


def test_no_text_is_marked_where_extracting_does_not_look() -> None:
    apps_of_ours = [path.parent for path in Path(settings.BASE_DIR).glob("*/apps.py")]
    sources = [path for app in apps_of_ours for path in app.rglob("*.py")]
    assert len(sources) > 100
    assert [fault for path in sources for fault in out_of_reach(path)] == []


@pytest.mark.parametrize(
    "source",
    ["from django.utils.translation import gettext as _now", """f"{a} {_('tekst')}" """],
)
def test_a_text_that_extracting_would_miss_is_found(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.py").write_text(source)
    assert len(list(out_of_reach(tmp_path / "a.py"))) == 1
