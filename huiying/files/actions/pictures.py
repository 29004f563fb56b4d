"""Pictures are drawn anew: without place, time and camera, and without anything hidden behind them."""

import io
import warnings

from PIL import Image, ImageOps

from huiying.files.rules import BadUpload
from huiying.lib.errors import gettext_noop

MAX_PIXELS = 60_000_000  # a bomb unpacks a few kilobytes to gigabytes
MAX_SIDE = 4096  # pixels; larger pictures are scaled down
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
OPTIONS: dict[str, dict[str, int | bool]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 85, "method": 3},
    "GIF": {},
}


def redrawn(content: bytes, name: str) -> bytes:
    """The picture in its own format, turned upright, with no metadata; of a moving one the first.

    Raises BadUpload for a damaged picture or one with too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is thrown away anyway
            return _redrawn(content, name)
    except (
        OSError,
        ValueError,
        SyntaxError,
        ArithmeticError,
        Image.DecompressionBombError,
    ) as error:
        raise BadUpload(
            gettext_noop("The picture %(name)s cannot be read; it may be damaged."), name=name
        ) from error


def _redrawn(content: bytes, name: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise BadUpload(
                gettext_noop("The picture %(name)s is too large: %(width)s × %(height)s pixels."),
                name=name, width=opened.width, height=opened.height,
            )  # fmt: skip
        kept = opened.format or "JPEG"
        if kept == "JPEG":
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture = ImageOps.exif_transpose(opened)
    if kept == "JPEG" and picture.mode not in {"RGB", "L"}:
        picture = picture.convert("RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    bare = Image.new(picture.mode, picture.size)
    if picture.palette:
        bare.putpalette(picture.palette)
    bare.paste(picture)
    target = io.BytesIO()
    bare.save(target, kept, **OPTIONS[kept])
    return target.getvalue()
