"""What boundaries bring to the frame."""

from mandate.apps.boundaries.tables.kind import BOUNDARIES_TABLE
from mandate.platform.parts import Part

PART = Part(tables=(BOUNDARIES_TABLE,))
