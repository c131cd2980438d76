"""Instances and outcomes as JSON, for keeping, replaying and putting to other engines.

The format is described in `docs/instance-file.md`. It follows the dataclasses field by field:
a field that has its default is left out, sets are sorted lists, days are ISO dates. The same
instance always gives the same bytes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from matching.engine.instance import Instance
from matching.engine.outcome import Outcome, PartOutcome

FORMAT = 1
Data = TypeVar("Data")


class BadFile(ValueError):
    """A file is not an instance or an outcome of this format; the message says where."""


def dumps_instance(instance: Instance) -> bytes:
    """An instance as UTF-8 JSON."""
    return _dump("instance", instance)


def loads_instance(content: bytes) -> Instance:
    """The instance in a file.

    Raises:
        BadFile: it is something else.
    """
    return _load("instance", Instance, content)


def dumps_outcome(outcome: PartOutcome) -> bytes:
    """An outcome, whole or of a part, as UTF-8 JSON."""
    return _dump("outcome" if isinstance(outcome, Outcome) else "part", outcome)


def loads_outcome(content: bytes) -> Outcome:
    """The outcome in a file.

    Raises:
        BadFile: it is something else.
    """
    return _load("outcome", Outcome, content)


def loads_part(content: bytes) -> PartOutcome:
    """The outcome of a part in a file.

    Raises:
        BadFile: it is something else.
    """
    return _load("part", PartOutcome, content)


def _dump(kind: str, value: Any) -> bytes:
    document = {"format": FORMAT, "kind": kind, **plain(value)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _load(kind: str, target: type[Data], content: bytes) -> Data:
    try:
        document = json.loads(content)
        if document.get("format") != FORMAT or document.get("kind") != kind:
            raise BadFile(f"not a {kind} of format {FORMAT}")
        return cast("Data", _built(target, document))
    except BadFile:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadFile(f"not a {kind}: {error}") from error


def plain(value: Any) -> Any:
    """A dataclass as JSON knows it, without what has its default."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(own)
            for field in fields(value)
            if (own := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(row) for row in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


@cache
def _hints(target: type) -> Mapping[str, Any]:
    return get_type_hints(target)


def _built(kind: Any, value: Any) -> Any:
    """A value of a type from what JSON knows of it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _built_data(cast("type", kind), value)
    if origin in (Union, types.UnionType):
        inner = next(a for a in arguments if a is not type(None))
        return None if value is None else _built(inner, value)
    if origin in (tuple, frozenset):
        return _built_rows(origin, arguments, value)
    if origin is dict:
        return {_built(arguments[0], k): _built(arguments[1], v) for k, v in value.items()}
    return date.fromisoformat(value) if kind is date else _plain_built(kind, value)


def _plain_built(kind: type, value: Any) -> Any:
    """A text, a number or a yes or no; a whole number may stand for any number."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value


def _built_data(kind: type, value: Mapping[str, Any]) -> Any:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is not a {kind.__name__.lower()}")
    hints = _hints(kind)
    return kind(**{name: _built(hints[name], own) for name, own in value.items() if name in hints})


def _built_rows(origin: type, arguments: tuple[Any, ...], value: Sequence[Any]) -> Any:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    if origin is tuple and arguments[-1] is not ...:
        return tuple(_built(a, row) for a, row in zip(arguments, value, strict=True))
    return origin(_built(arguments[0], row) for row in value)
