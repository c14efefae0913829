"""How a toy stands."""

from mandate.platform.ui.states import Shown

STATES = (Shown("toy_broken", "missed", "broken in two"),)
