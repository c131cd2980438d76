"""A missing variable is an error in our templates, and an empty text in those of others."""

from pathlib import Path

import pytest
from django.template import Context, Engine, Origin, Template

from lerarenstage.strict_templates import MissingVariable, MissingVariableError


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(string_if_invalid=MissingVariable(tmp_path / "ours"))


def render(engine: Engine, folder: Path, source: str, *, autoescape: bool = True) -> str:
    template = Template(source, origin=Origin(str(folder / "page.html")), engine=engine)
    return template.render(Context({"present": "here"}, autoescape=autoescape))


@pytest.mark.parametrize(
    "source", ["{{ missing }}", "{{ present.missing }}", "{{ missing|upper }}"]
)
@pytest.mark.parametrize("autoescape", [True, False])
def test_printing_a_missing_variable_names_file_and_line(
    engine: Engine, tmp_path: Path, source: str, autoescape: bool
) -> None:
    with pytest.raises(MissingVariableError, match=r"ours/page\.html, line 2"):
        render(engine, tmp_path / "ours", "\n" + source, autoescape=autoescape)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ present }}", "here"),
        ("{% if missing %}yes{% endif %}", ""),
        ('{{ missing|default:"none" }}', "none"),
        ("{% for item in missing %}x{% endfor %}", ""),
    ],
)
def test_asking_for_a_missing_variable_is_allowed(
    engine: Engine, tmp_path: Path, source: str, result: str
) -> None:
    assert render(engine, tmp_path / "ours", source) == result


def test_templates_of_other_packages_keep_the_empty_text(engine: Engine, tmp_path: Path) -> None:
    assert render(engine, tmp_path / "theirs", "[{{ missing }}]") == "[]"
