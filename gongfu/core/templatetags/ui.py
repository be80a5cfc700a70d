"""`{% load ui %}`: the page frame and all components."""

from gongfu.core.ui import charts, drawings, fields, frame, lists, states, words
from gongfu.core.ui.library import register

__all__ = ["charts", "drawings", "fields", "frame", "lists", "register", "states", "words"]
