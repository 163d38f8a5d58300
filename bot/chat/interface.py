"""What every platform gives to the conversation, and takes from it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.channels.interface import Button

__all__ = ["Attachment", "Button", "Document", "Incoming", "Reply", "as_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that somebody sent: as they, or their client, call it, and how many bytes it has.

    `fetch` gets them, and may take its time; it raises TalkbellError, in words without secrets.
    """

    name: str
    media_type: str
    size: int
    fetch: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What somebody said in a chat: a text, or a button that was pressed (its `data`).

    `platform` and `address` name the chat, as in the store; `kind` is private, group or channel.
    `language` is what the sender's client says of itself. `may_change` tells whether the sender may
    change what the chat follows and its rules: anyone in a private chat, admins in others.

    `person` is the platform's number of who said it, empty for those who hide behind a chat: rights
    of organizers are theirs, never a chat's.

    `can_locate`: there can be a button that shares where somebody is; `location` is that, in
    degrees of latitude and longitude, and neither kept nor shown. `is_wordless`: it was something
    without words, such as a picture. `is_anonymous`: it was written in a group's own name.
    `attachment` is a file that came with it, in private. With `bot_name`, addresses can be made by
    which people come to the bot.
    """

    platform: str
    address: str
    kind: str = "private"
    text: str = ""
    button: str = ""
    language: str = ""
    person: str = field(default="", repr=False)
    may_change: bool = True
    can_locate: bool = False
    location: tuple[float, float] | None = field(default=None, repr=False)
    is_wordless: bool = False
    bot_name: str = field(default="", compare=False)
    is_anonymous: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to be sent behind the answer."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer.

    `html` is the subset that `bot.reminders.chat_form` writes; it may be longer than one message of
    a platform (`bot.reminders.splitting` divides it). `buttons` stand in rows. `replaces` asks to
    put it in place of the message whose button was pressed. `notice` is a short plain text that
    platforms show over the chat when a button was pressed, where they can. With an empty `html` the
    notice is all that is told.

    `asks_location` is the label of a button that shares where somebody is, instead of all others.
    `ends_asking` is said before an answer, and takes such a button away.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    documents: tuple[Document, ...] = ()
    replaces: bool = False
    notice: str = ""
    asks_location: str = ""
    ends_asking: str = ""


def as_text(reply: Reply) -> Reply:
    """Return an answer whose texts are said, once and for all, in the language that is spoken."""
    return replace(
        reply,
        html=str(reply.html),
        notice=str(reply.notice),
        asks_location=str(reply.asks_location),
        ends_asking=str(reply.ends_asking),
    )
