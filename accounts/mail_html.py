"""The HTML of a mail as a page of its own, as its reader sees it.

A mail carries its style with it, which the pages of the site may not (trust.md, 16). So this answer
has a policy of its own: nothing is loaded, nothing runs, nothing is sent, and of styles only those
that stand in this very mail are allowed, each by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

from django.http import HttpResponse

ON_ELEMENT = re.compile(r'\sstyle="([^"]*)"')
IN_HEAD = re.compile(r"<style>(.*?)</style>", re.DOTALL)
NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def mail_page(text: str) -> HttpResponse:
    """Answer with the HTML of a mail."""
    answer = HttpResponse(text)
    answer.headers["Content-Security-Policy"] = policy_for(text)
    return answer


def policy_for(text: str) -> str:
    """The policy under which this mail looks as it is meant to, and does nothing."""
    on_elements = [html.unescape(found) for found in ON_ELEMENT.findall(text)]
    styles = sorted({_hash(style) for style in [*on_elements, *IN_HEAD.findall(text)]})
    allowed = " ".join(["'unsafe-hashes'", *styles]) if styles else "'none'"
    return f"{NOTHING_ELSE}; style-src {allowed}"


def _hash(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest())
    return f"'sha256-{digest.decode()}'"
