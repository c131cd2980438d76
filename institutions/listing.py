"""Sorting and pages of a list, from the address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import HttpRequest

PER_PAGE = 50


def listed(table: Any, request: HttpRequest) -> Any:
    """The table, sorted by `?sort=` and on page `?page=`; an absurd page is the nearest one."""
    if sort := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = sort
    try:
        table.paginate(page=request.GET.get(table.prefixed_page_field, 1), per_page=PER_PAGE)
    except PageNotAnInteger:
        table.paginate(page=1, per_page=PER_PAGE)
    except EmptyPage:
        table.paginate(page=_last_page(table), per_page=PER_PAGE)
    return table


def _last_page(table: Any) -> int:
    return max(1, -(-len(table.rows) // PER_PAGE))
