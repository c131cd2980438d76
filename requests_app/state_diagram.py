"""The picture of the transition table, for `docs/states.md`: made from it, never drawn by hand."""

from __future__ import annotations

from requests_app.enums import RequestState
from requests_app.workflow import TABLE, Transition, Who

HEADER = """# The states of a stageaanvraag

Made from `requests_app/workflow.py` by `manage.py draw_states`; a test holds this page against the
table. Do not edit it by hand.

"""
WHO = {
    Who.STAFF: "staff of the institution",
    Who.COORDINATOR: "stagecoördinator",
    Who.MENTOR: "schoolmentor who handles requests",
    Who.ADMIN: "administrator",
    Who.SYSTEM: "the system",
}


def states_page() -> str:
    """The page: a Mermaid state diagram, and the same as a table."""
    return HEADER + diagram() + "\n" + table()


def diagram() -> str:
    """The Mermaid diagram of all transitions."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for line in TABLE:
        for source in _in_order(line):
            start = source.value if source else "[*]"
            end = line.target.value if line.target else start
            lines.append(f"    {start} --> {end}: {line.action.value}")
    return "\n".join([*lines, "```", ""])


def table() -> str:
    """The same in words."""
    lines = ["| Action | From | To | By |", "|---|---|---|---|"]
    for line in TABLE:
        sources = ", ".join(source.value if source else "(new)" for source in _in_order(line))
        who = ", ".join(WHO[one] for one in Who if one in line.who)
        target = line.target.value if line.target else "(stays)"
        lines.append(f"| `{line.action.value}` | {sources} | {target} | {who} |")
    return "\n".join([*lines, ""])


def _in_order(line: Transition) -> list[RequestState | None]:
    known: list[RequestState | None] = [None, *RequestState]
    return [state for state in known if state in line.sources]
