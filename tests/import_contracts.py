"""A kind of contract for import-linter: layers inside an app, told by the names of its files."""

from fnmatch import fnmatch
from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# Wiring: they start an app up, and so touch every layer.
FREE = frozenset({"apps", "migrations", "management", "templatetags", "tasks", "effects"})


class LayersByName(Contract):
    """A file may import its own layer and those below, never one above.

    Each layer is a list of patterns for file names, separated by `|`. The layer `*` takes every
    file that no other layer names. A folder counts as one file. `FREE` names are not bound.
    """

    type_name = "layers_by_name"

    containers = fields.ListField(subfield=fields.StringField())
    layers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find the imports that run upwards."""
        upward = [
            found
            for container in self.containers
            for module in sorted(graph.find_descendants(container))
            for found in self._upward_imports(graph, container, module)
        ]
        return ContractCheck(kept=not upward, metadata={"upward": upward})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that runs upwards, with its line."""
        for importer, imported, line in check.metadata["upward"]:
            output.print_error(f"{importer} (l.{line}) imports {imported}, which is a layer above.")

    def _upward_imports(
        self, graph: ImportGraph, container: str, importer: str
    ) -> list[tuple[str, str, Any]]:
        height = self._height(container, importer)
        return [
            (
                importer,
                imported,
                graph.get_import_details(importer=importer, imported=imported)[0]["line_number"],
            )
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(f"{container}.")
            and height is not None
            and (self._height(container, imported) or 0) > height
        ]

    def _height(self, container: str, module: str) -> int | None:
        """The layer of a module, counted from the lowest; None when it is not bound."""
        name = module.removeprefix(f"{container}.").split(".")[0]
        if name in FREE:
            return None
        lowest_first = cast("list[str]", self.layers)[::-1]
        heights = {patterns: height for height, patterns in enumerate(lowest_first)}
        for patterns, height in heights.items():
            if patterns != "*" and any(fnmatch(name, p.strip()) for p in patterns.split("|")):
                return height
        return heights["*"]
