"""The schemes that come with the platform, and those of a file."""

from pathlib import Path

from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.rules.schemes import Scheme, SchemeFault
from huiying.lib.errors import gettext_noop

SHIPPED = Path(__file__).parents[1] / "schemes"


def shipped() -> list[Path]:
    """The files of the shipped schemes, by name."""
    return sorted(SHIPPED.glob("*.toml"))


def scheme_file(name: str) -> Path:
    """The file of a shipped scheme, or the file itself. Raises SchemeFault."""
    known = {path.stem: path for path in shipped()}
    path = known.get(name) or Path(name)
    if not path.is_file():
        raise SchemeFault(
            gettext_noop("There is no scheme and no file %(name)s. The shipped schemes are: %(known)s."),
            name=name, known=", ".join(known),
        )  # fmt: skip
    return path


def load_scheme(name: str) -> Scheme:
    """A scheme by its name or file. Raises SchemeFault."""
    path = scheme_file(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise SchemeFault(
            gettext_noop("%(name)s cannot be read as a text. Please save it in UTF-8."),
            name=path.name,
        ) from error
    return read_scheme(text, path.name)
