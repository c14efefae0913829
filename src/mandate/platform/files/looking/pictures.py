"""A picture made anew from what is seen of it: without the place where it was taken, its camera, and whatever
else lies in the file; turned as it is meant to be seen, in the colours of screens."""

import struct
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from mandate.platform.files.looking.refused import FileRefusedError

_QUALITY = 90
_MODES = {"png": ("1", "L", "LA", "RGB", "RGBA", "I;16"), "jpeg": ("L", "RGB"), "webp": ("RGB", "RGBA")}
_SEE_THROUGH = ("LA", "PA", "RGBA", "RGBa", "La")
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, struct.error)


def cleaned(data: bytes, kind: str, pixels: int) -> bytes:
    """The bytes of the new picture, of the same kind. Raises FileRefusedError."""
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, and stands before anything is unpacked
    try:
        with Image.open(BytesIO(data), formats=[kind.upper()]) as picture:
            if picture.width * picture.height > pixels:
                raise FileRefusedError("pixels", {"limit": pixels // 1_000_000})
            if kind != "jpeg" and getattr(picture, "n_frames", 1) > 1:
                raise FileRefusedError("moving")
            picture.load()
            return _written(_plain(ImageOps.exif_transpose(picture), _MODES[kind]), kind)
    except _BROKEN:
        raise FileRefusedError("damaged") from None


def _plain(picture: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    """The picture in a mode that its kind of file takes, with nothing beside."""
    see_through = picture.mode in _SEE_THROUGH or "transparency" in picture.info
    if (profile := picture.info.get("icc_profile")) and picture.mode in ("RGB", "CMYK"):
        picture = _in_colours_of_screens(picture, profile)
    if picture.mode not in modes or "transparency" in picture.info:
        picture = picture.convert("RGBA" if see_through and "RGBA" in modes else "RGB")
    picture.info = {}
    return picture


def _in_colours_of_screens(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        from_camera = ImageCms.ImageCmsProfile(BytesIO(profile))
        changed = ImageCms.profileToProfile(
            picture, from_camera, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        return picture  # the profile is worth nothing; what is seen may be
    return changed or picture


def _written(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    if kind == "png":
        picture.save(out, "PNG")
    else:
        picture.save(out, kind.upper(), quality=_QUALITY)
    return out.getvalue()
