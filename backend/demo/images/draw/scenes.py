"""All pictures by file name."""

from . import life, nature, town, warnings

SCENES = {**nature.SCENES, **life.SCENES, **town.SCENES, **warnings.SCENES}
