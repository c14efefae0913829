"""What long texts bring to the frame: how one will look, for whoever writes it."""

from mandate.platform.parts import Part

PART = Part(urls="mandate.platform.text.urls", prefix="text/")
