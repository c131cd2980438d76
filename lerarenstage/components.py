"""The components of the interface and the properties each one accepts.

`{% component "warning" text=... %}` renders `components/warning.html` with these
properties and nothing else. A property that is not declared is a template error, so a
typing mistake cannot pass unseen.
"""

from collections.abc import Mapping
from typing import Any

REQUIRED = object()

COMPONENTS: dict[str, dict[str, object]] = {
    "batch_bar": {"text": REQUIRED, "button": REQUIRED, "name": "action", "value": "", "form": ""},
    "confirmation": {"title": REQUIRED, "text": "", "reference": ""},
    "empty_state": {"title": REQUIRED, "text": "", "url": "", "link": ""},
    "filter_form": {"form": REQUIRED, "button": "", "clear_url": "", "open": False},
    "history": {"events": REQUIRED, "title": ""},
    "notice": {"text": REQUIRED, "title": "", "tone": "busy"},
    "pager": {"page": REQUIRED, "name": "page"},
    "summary_list": {"rows": REQUIRED, "title": "", "change_url": ""},
    "task_list": {"tasks": REQUIRED, "empty": ""},
    "time_left": {"left": REQUIRED, "short": False},
    "warning": {"text": REQUIRED, "title": ""},
    "way": {"steps": REQUIRED},
}


class UnknownProperty(ValueError):
    """A template uses a component or a property that does not exist."""


def properties(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The context of one component: what was given, completed with its defaults."""
    declared = COMPONENTS.get(name)
    if declared is None:
        raise UnknownProperty(f"There is no component {name!r}")
    if unknown := set(given) - set(declared):
        raise UnknownProperty(f"Component {name!r} has no {sorted(unknown)}")
    missing = [key for key, default in declared.items() if default is REQUIRED and key not in given]
    if missing:
        raise UnknownProperty(f"Component {name!r} needs {missing}")
    return {key: given.get(key, default) for key, default in declared.items()}
