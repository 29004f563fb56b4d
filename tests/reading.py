"""Reading a page as a browser does that runs no scripts: its links, and its forms with their fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    name: str
    kind: str
    """The type of an input, or "textarea" or "select"."""
    value: str
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    method: str
    action: str
    fields: list[Field] = field(default_factory=list)

    def named(self, kind: str) -> list[Field]:
        return [each for each in self.fields if each.kind == kind]


class Page(HTMLParser):
    """Fields that name a form by its id are counted as its own."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._filled: Field | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        elif tag == "form":
            self._form = Form(said.get("method", "get").lower(), said.get("action", ""))
            self.forms.append(self._form)
            self._by_id[said.get("id", "")] = self._form
        elif tag == "option" and self._filled is not None:
            self._filled.options.append(said.get("value", ""))
        elif tag in {"input", "button", "select", "textarea"} and said.get("name"):
            self._add(tag, said)

    def _add(self, tag: str, said: dict[str, str]) -> None:
        owner = self._by_id.get(said["form"]) if "form" in said else self._form
        usual = {"input": "text", "button": "submit"}.get(tag, tag)
        kind = said.get("type", usual) if tag in {"input", "button"} else tag
        made = Field(said["name"], kind.lower(), said.get("value", ""))
        if owner is not None:
            owner.fields.append(made)
        if tag in {"select", "textarea"}:
            self._filled = made

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._filled = None

    def handle_data(self, data: str) -> None:
        if self._filled is not None and self._filled.kind == "textarea":
            self._filled.value += data
