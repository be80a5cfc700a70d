"""Three views of the key items: ask for them, give mine, compare them, settle a difference."""

from diagnosis.views.opinions.asking import opinions
from diagnosis.views.opinions.giving import opinion
from diagnosis.views.opinions.settling import opinion_settle

__all__ = ["opinion", "opinion_settle", "opinions"]
