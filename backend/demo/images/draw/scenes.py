"""All pictures by file name."""

from . import life, nature, warnings

SCENES = {**nature.SCENES, **life.SCENES, **warnings.SCENES}
