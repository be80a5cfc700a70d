"""Why a whole file is not taken, in words that say what to do."""

from django.utils.translation import gettext_lazy

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx with a password
ZIP = b"PK\x03\x04"

REFUSALS = {
    "empty": gettext_lazy("The file is empty. Choose the workbook that you have filled in."),
    "too_large": gettext_lazy(
        "The file is larger than %(limit)d MB. Remove pictures and other sheets and upload it "
        "again."
    ),
    "old_office": gettext_lazy(
        "The workbook has a password or is in the old format (.xls). "
        "Save it as an Excel workbook (.xlsx) without a password and upload it again."
    ),
    "no_workbook": gettext_lazy(
        "This is not an Excel workbook. Upload the .xlsx file that you downloaded here and filled "
        "in; other formats, such as CSV, do not hold what is needed."
    ),
    "workbook_damaged": gettext_lazy(
        "The workbook is damaged. Open it, save it anew and upload it again."
    ),
    "workbook_encrypted": gettext_lazy(
        "The workbook has a password. Remove the password and upload it again."
    ),
    "workbook_macro": gettext_lazy(
        "The workbook holds macros. Save it as an Excel workbook (.xlsx) and upload it again."
    ),
    "workbook_external": gettext_lazy(
        "The workbook refers to other files. Break the links (keep the values) and upload it again."
    ),
    "workbook_nested": gettext_lazy(
        "The workbook holds embedded files. Delete them and upload it again."
    ),
    "too_many_rows": gettext_lazy(
        "A sheet has more than %(limit)s rows. Delete the sheets that you added and upload it "
        "again."
    ),
    "too_many_columns": gettext_lazy(
        "Row %(row)s has more than %(limit)s columns. Delete what you added and upload it again."
    ),
    "foreign": gettext_lazy(
        "This workbook was not made here, or the sheet was copied into another workbook. "
        "Download the workbook on this page and enter the answers there."
    ),
    "outdated": gettext_lazy(
        "This workbook was made by another version of the platform and can no longer be read. "
        "Download it anew and copy your answers over."
    ),
    "no_answers": gettext_lazy(
        "The sheet to fill in is missing, or its hidden first row or column was deleted. "
        "Download the workbook anew and copy your answers over."
    ),
    "other_assessment": gettext_lazy(
        "This workbook belongs to another self-assessment. Upload it there, "
        "or download the one of this self-assessment."
    ),
    "other_release": gettext_lazy(
        "This workbook was made for another version of the questionnaire. Download it anew and "
        "copy your answers over."
    ),
}
UNREADABLE = gettext_lazy(
    "The workbook cannot be read: it is far larger inside than a filled-in sheet is. "
    "Download it anew and copy your answers over."
)


def kind_of(start: bytes) -> str:
    """The refusal that the first bytes of a file call for; empty for a workbook."""
    if not start:
        return "empty"
    if start.startswith(OLD_OFFICE):
        return "old_office"
    return "" if start.startswith(ZIP) else "no_workbook"
