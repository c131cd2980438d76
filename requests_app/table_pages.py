"""One page of a sorted list: 50 rows, whatever the address asks for."""

from __future__ import annotations

import django_tables2 as tables
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import HttpRequest

PER_PAGE = 50


def sort_and_page(table: tables.Table, request: HttpRequest) -> tables.Table:
    """Sort a table by `?sort=` and show `?page=`.

    A page that is no number is the first one; a page that does not exist is the last one. The
    number of rows on a page cannot be asked for.
    """
    table.request = request
    if asked := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = asked
    try:
        table.paginate(page=request.GET.get(table.prefixed_page_field, 1), per_page=PER_PAGE)
    except PageNotAnInteger:
        table.page = table.paginator.page(1)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)
    return table
