"""What a browser would send: the fields of the form on a page, with other values typed in."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    """The successful controls of the forms of a page that post."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.posting = False
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            own = "choose_year" not in (found.get("action") or "")
            self.posting = found.get("method") == "post" and own
        elif not self.posting:
            return
        elif tag == "input":
            self._input(found)
        elif tag == "select":
            self._select = found.get("name") or ""
        elif tag == "option" and self._select and "selected" in found:
            self.data[self._select] = [found.get("value") or ""]
        elif tag == "textarea":
            self._textarea = found.get("name") or ""
            self.data[self._textarea] = [""]

    def _input(self, found: dict[str, str | None]) -> None:
        name, kind = found.get("name"), found.get("type", "text")
        if not name or name == "csrfmiddlewaretoken":
            return
        if kind in ("checkbox", "radio"):
            if "checked" in found:
                self.data.setdefault(name, []).append(found.get("value") or "on")
        elif kind not in ("submit", "button"):
            self.data.setdefault(name, []).append(found.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.data[self._textarea] = [self.data[self._textarea][0] + data.lstrip("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""
        if tag == "form":
            self.posting = False


def fields_of(response: Any) -> dict[str, Any]:
    """What the forms of a page would send unchanged."""
    parser = _Fields()
    parser.feed(response.content.decode().partition("<main")[2])
    return dict(parser.data)


def send(client: Client, url: str, press: str = "verder", **typed: Any) -> Any:
    """Open a page, type into its form (`a__b` is the field "a-b"), and press a button."""
    data = fields_of(client.get(url))
    button, _sep, value = press.partition("=")
    names = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(url, {**data, **names, button: value or "1"})
