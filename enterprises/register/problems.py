"""Why a whole file was not taken, in the reader's language: what it is, and what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.register.faults import listed
from enterprises.register.reading.columns import template_headers
from gongfu.core.languages import short

TEXTS = {
    "file_too_large": _("The file is larger than %(limit)s MB. Split it and import the parts."),
    "file_empty": _("The file is empty."),
    "no_rows": _("Below the header the file has no rows."),
    "not_a_table": _("This is not a table. Save the list as XLSX or CSV and upload that."),
    "too_many_rows": _("The file has more than %(limit)s rows. Split it and import the parts."),
    "too_many_columns": _(
        "Row %(row)s has more than %(limit)s columns. Delete the columns that are not needed."
    ),
    "encoding_unknown": _(
        "The encoding of the text cannot be told for certain (from line %(line)s on). Save the "
        "file as “CSV UTF-8” or as XLSX."
    ),
    "encoding_mixed": _(
        "The file mixes two encodings (line %(line)s). Save it anew as “CSV UTF-8” or as XLSX."
    ),
    "encoding_broken": _(
        "The file says it is %(encoding)s, but line %(line)s is not. Save it anew as “CSV UTF-8” "
        "or as XLSX."
    ),
    "encoding_garbled": _(
        "Line %(line)s was garbled before the upload: characters are lost and cannot be brought "
        "back. Go back to the source of the list and save it as “CSV UTF-8” or as XLSX."
    ),
    "encoding_nul": _(
        "The file holds zero bytes, as UTF-16 without its mark does. Save it as “CSV UTF-8” or "
        "as XLSX."
    ),
    "encoding_utf32": _("The file is UTF-32. Save it as “CSV UTF-8” or as XLSX."),
    "line_too_long": _(
        "Line %(row)s has more than %(limit)s characters; a line end or a quotation mark is "
        "missing."
    ),
    "quotes_broken": _(
        "Quotation marks do not match near row %(row)s. Correct the row, or save the list as XLSX."
    ),
    "no_header": _(
        "No header was found in the first ten rows. Name the columns as in the template."
    ),
    "columns_twice": _(
        "Several columns mean the same: %(columns)s. Keep one of them and delete the others."
    ),
    "columns_missing": _(
        "Required columns are missing: %(fields)s. Add them; the template shows their names."
    ),
    "workbook_old_or_locked": _(
        "The workbook has a password or is in the old XLS format. Remove the password, or save it "
        "as XLSX."
    ),
    "workbook_encrypted": _("The workbook has a password. Remove it and upload again."),
    "workbook_macro": _("The workbook holds macros. Save it as XLSX without macros."),
    "workbook_external": _(
        "The workbook refers to other files. Break the links (keep the values) and upload again."
    ),
    "workbook_nested": _("The workbook holds embedded files. Delete them and upload again."),
    "workbook_sheets": _(
        "The workbook has %(sheets)s sheets; at most %(limit)s are accepted. Keep the first one, "
        "which is the one that is read."
    ),
    "workbook_entities": _("The workbook holds definitions that no list needs. Save it anew."),
    "workbook_bomb": _(
        "The workbook unpacks to %(megabytes)s MB, far more than a list needs. Copy the list into "
        "a new workbook."
    ),
    "workbook_too_heavy": _(
        "Reading the workbook takes too much memory or time. Copy the list into a new workbook, or "
        "save it as CSV."
    ),
    "workbook_damaged": _("The workbook is damaged. Open it, save it anew and upload again."),
    "not_a_workbook": _(
        "This is an archive but not a workbook. Upload the XLSX or CSV file itself."
    ),
    "register_changed": _(
        "Nothing was written: the register changed after the check. The file has been checked "
        "again; look at what would happen now, and apply it."
    ),
}


def problem_text(problem: Mapping[str, Any]) -> str:
    """What a stored problem says; "" for those that the page tells in its own way."""
    if problem.get("code") not in TEXTS:
        return ""
    params = dict(problem["params"])
    if "fields" in params:
        headers = template_headers(short())
        params["fields"] = [headers[name] for name in params["fields"]]
    return str(TEXTS[problem["code"]]) % {name: listed(value) for name, value in params.items()}
