import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

KEY = re.compile(r"\d{1,18}", re.ASCII)


class KeysetPagination(CursorPagination):
    """Pages by key: the last page costs what the first costs, and no count is made."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"
    page_size_query_description = "Rows of a page, at most 1000; 100 unless told."
    cursor_query_description = "Where the page begins; take it from `next` of the page before."
    ordering = "id"

    def get_page_size(self, request: Request) -> int:
        wanted = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:5]) <= self.max_page_size:
            return int(wanted)
        text = _("Expected a whole number from 1 to %(most)s.") % {"most": self.max_page_size}
        raise ValidationError({self.page_size_query_param: [text]})

    def decode_cursor(self, request: Request) -> Any:
        try:
            cursor: Any = super().decode_cursor(request)
            readable = not (cursor and cursor.position) or bool(KEY.fullmatch(cursor.position))
        except NotFound:
            readable = False
        if not readable:
            text = _("This is no cursor of ours; take it from “next” of the page before.")
            raise ValidationError({self.cursor_query_param: [text]})
        return cursor
