"""People: who belongs to which unit, as what, from when until when."""
