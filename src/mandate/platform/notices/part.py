"""What notices bring to the frame: the inbox, reached from the top of every page."""

from mandate.platform.parts import Part

PART = Part(urls="mandate.platform.notices.urls", prefix="inbox/")
