"""The libraries that are installed for the benchmark alone, beside the product's.

They lie in a folder of their own (`make bench-matching` fills it), so that nothing in the product
can import them by mistake, and none of its pins change.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

FOLDER = Path(sys.prefix) / "bench"


class NotInstalled(Exception):
    """The library of a peer is not there."""


def library(name: str) -> ModuleType:
    """Import a library of a peer, also one that bears the name of an app of ours.

    Raises:
        NotInstalled: it is in neither environment.
    """
    top = name.partition(".")[0]
    hidden = {key: sys.modules.pop(key) for key in list(sys.modules) if _is_ours(key, top)}
    sys.path.insert(0, str(FOLDER))
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise NotInstalled(name) from error
    finally:
        sys.path.remove(str(FOLDER))
        if hidden:
            for key in [key for key in sys.modules if key.partition(".")[0] == top]:
                del sys.modules[key]
            sys.modules.update(hidden)
    return module


def _is_ours(module: str, top: str) -> bool:
    found = sys.modules[module]
    where = getattr(found, "__file__", None) or ""
    return module.partition(".")[0] == top and not where.startswith(str(FOLDER))
