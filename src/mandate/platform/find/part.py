"""What finding brings to the frame: its page, and the field in the top bar that goes to it."""

from mandate.platform.parts import Part

PART = Part(urls="mandate.platform.find.urls", prefix="find/")
