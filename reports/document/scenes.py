"""The business scenes, each placed at a level."""

from dataclasses import dataclass

from reports.document.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One business scene, placed at a level."""

    no: str
    name: Text
    binding: bool  # marked with a star
    level: int | None  # of the report's voice: 0 none of the levels, None not answered
    self_level: int | None = None  # only where the voice is "verified"
    planned_level: int | None = None  # only with a plan
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneGroup:
    """Scenes that belong together, one block of rows."""

    name: Text
    scenes: tuple[Scene, ...]  # at least one


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """The scenes of the framework; ranks are those of `Result.levels`."""

    groups: tuple[SceneGroup, ...]
    meanings: tuple[Text, ...]  # what level 1, 2, ... of a scene means, without full stop; or empty
    sources: Text | None = None  # a remark under the table, a full sentence
