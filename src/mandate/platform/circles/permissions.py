"""Who of a circle learns by the journal who came and went: everybody in it who holds a role on its unit."""

from mandate.platform.access.actions import EVERY_ROLE, define

CIRCLES_HEAR = define("circles.hear", EVERY_ROLE)
