"""The contract that holds the layers inside an app, on small graphs."""

import pytest
from grimp import ImportGraph

from tests.import_contracts import LayersByName

LAYERS = ["urls | *_urls", "views | *_views", "*", "models | *_models", "enums"]


def upward(*imports: tuple[str, str]) -> list[tuple[str, str]]:
    graph = ImportGraph()
    for module in {name for pair in imports for name in pair} | {"app", "other"}:
        graph.add_module(module if "." in module or module == "other" else "app")
    for importer, imported in imports:
        graph.add_import(
            importer=importer, imported=imported, line_number=1, line_contents="import"
        )
    contract = LayersByName(
        name="test",
        session_options={},
        contract_options={"containers": ["app"], "layers": LAYERS},
    )
    found = contract.check(graph, verbose=False).metadata["upward"]
    return [(importer, imported) for importer, imported, _ in found]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("app.models", "app.views"),
        ("app.enums", "app.models"),
        ("app.workflow", "app.list_views"),
        ("app.demand_models", "app.workflow"),
        ("app.views.inbox", "app.urls"),
    ],
)
def test_an_import_of_a_higher_layer_is_found(importer: str, imported: str) -> None:
    assert upward((importer, imported)) == [(importer, imported)]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("app.views", "app.models"),
        ("app.answering", "app.filing"),
        ("app.apps", "app.views"),
        ("app.models", "other.views"),
    ],
)
def test_what_runs_down_or_starts_the_app_is_allowed(importer: str, imported: str) -> None:
    assert upward((importer, imported)) == []
