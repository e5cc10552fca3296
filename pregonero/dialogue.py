"""How people may answer, share and follow the institution: tables of newsroom.toml."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator, model_validator

from pregonero.fields import (
    EMAIL,
    Count,
    Email,
    Model,
    Phone,
    Slug,
    Text,
    WebAddress,
    web_address,
)
from pregonero.problem import Wrong
from pregonero.words import N_


def _reached(value: str) -> str:
    return value if EMAIL.fullmatch(value) else web_address(value)


#: An e-mail address or that of a page.
Reach = Annotated[Text, AfterValidator(_reached)]


class Dialogue(Model):
    """How to ask the office something, and in how many days it promises to answer.

    `form` is where a form is sent to, another program's; `privacy` a page of content/pages/ by its
    slug, or an address; `rules` the page with the rules of respect.
    """

    phone: Phone | None = None
    whatsapp: Phone | None = None
    email: Email | None = None
    form: WebAddress | None = None
    privacy: Text | None = None
    rules: Slug | None = None
    reply_days: Annotated[Count, Field(ge=1, le=365)] = 10

    @field_validator("form")
    @classmethod
    def _encrypted(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme != "https":
            raise Wrong(
                N_("«{value}» no va cifrada"),
                N_("Un formulario se envía a una dirección https://"),
                value=value,
            )
        return value

    @model_validator(mode="after")
    def _told(self) -> "Dialogue":
        if self.form and not self.privacy:
            raise Wrong(
                N_("un formulario que recoge datos necesita su aviso de privacidad"),
                N_("Añada privacy con el slug de la página del aviso, o con su dirección."),
            )
        return self

    @property
    def origin(self) -> str:
        """The origin that a form is sent to, as a policy names it; empty without one."""
        parts = urlsplit(self.form or "")
        return f"{parts.scheme}://{parts.netloc}" if self.form else ""

    @property
    def privacy_page(self) -> str:
        """The slug of the page with the privacy notice; empty if it is elsewhere."""
        return self.privacy if self.privacy and "://" not in self.privacy else ""


class Subscribe(Model):
    """Where people may follow the institution besides its feeds: a list of e-mail, by its address
    or by its page, and channels on other networks."""

    email_list: Reach | None = None
    whatsapp: WebAddress | None = None
    telegram: WebAddress | None = None
