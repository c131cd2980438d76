"""What a missing variable becomes in a template, during tests.

In production it is an empty text, so a typing mistake in a template shows nothing and stays. In
tests, printing one from a template of ours is an error that names the file and the line. Templates
of Django and of other packages rely on the empty text and keep it, also where they are the parent
of ours. `{% if x %}` and `{{ x|default:"..." }}` may name a variable that is missing.
"""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import Node


class MissingVariableError(AssertionError):
    """A template of ours printed a variable that its view did not give."""


class MissingVariable(str):
    """The empty text that refuses to be printed by a template under `strict_dir`.

    Pass it as the option `string_if_invalid` of the template engine.
    """

    __slots__ = ("strict_dir",)

    strict_dir: Path

    def __new__(cls, strict_dir: Path) -> "MissingVariable":
        """An empty text, strict for the templates under `strict_dir`."""
        text = super().__new__(cls, "")
        text.strict_dir = strict_dir
        return text

    def __str__(self) -> str:
        self._refuse_if_ours()
        return ""

    def __html__(self) -> str:
        self._refuse_if_ours()
        return ""

    def _refuse_if_ours(self) -> None:
        node = _node_being_rendered(sys._getframe(2))
        if node is None or node.token is None:
            return
        if Path(node.origin.name).is_relative_to(self.strict_dir):
            raise MissingVariableError(
                f"{node.origin.name}, line {node.token.lineno}: "
                f"{{{{ {node.token.contents} }}}} prints a variable that is missing."
            )


def _node_being_rendered(frame: FrameType | None) -> Node | None:
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return node
        frame = frame.f_back
    return None
