"""Writing frameworks in the browser; plain forms, saved as files of the draft."""

from diagnosis.views.drafts.editing import head, question, words
from diagnosis.views.drafts.files import file, upload
from diagnosis.views.drafts.listing import drafts, template
from diagnosis.views.drafts.overview import discard, download, draft
from diagnosis.views.drafts.previewing import preview, preview_section
from diagnosis.views.drafts.publishing import publish
from diagnosis.views.drafts.structure import section, weights

__all__ = [
    "discard",
    "download",
    "draft",
    "drafts",
    "file",
    "head",
    "preview",
    "preview_section",
    "publish",
    "question",
    "section",
    "template",
    "upload",
    "weights",
    "words",
]
