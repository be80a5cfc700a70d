"""What the tests of an author's pages share: addresses, trees, and the text that can be read."""

import re

from django.urls import reverse

from diagnosis.drafting.files import Files, read_trees
from diagnosis.models import Draft

PAGES = ["draft", "draft_head", "draft_preview", "draft_publish", "draft_upload", "draft_discard"]


def url(name: str, draft: Draft, *more: str) -> str:
    return reverse(f"diagnosis:{name}", args=[draft.pk, *more])


def trees(draft: Draft):
    draft.refresh_from_db()
    return read_trees(Files.of_draft(draft))


def text(response) -> str:
    """What can be read on the page."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&quot;", '"').replace("&#x27;", "'").split())
