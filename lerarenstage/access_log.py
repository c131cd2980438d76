"""The access log of gunicorn, which does not pass through `lerarenstage.logs`."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from lerarenstage.logs import without_secret


class AccessLogger(Logger):  # type: ignore[misc]
    """Writes the path of a secret address without its secret."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> Any:
        """What the format can name; paths come from what a visitor sent."""
        atoms = super().atoms(resp, req, environ, request_time)
        atoms["U"] = without_secret(str(atoms["U"]))
        atoms["r"] = without_secret(str(atoms["r"]))
        return atoms
