"""Who is there: people, chats, what was said in them, and the bot."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from .refusals import bad_request, forbidden
from .updates import Updates

BOT_ID = 4242
TOKEN = f"{BOT_ID}:" + "emulator" * 4
ANONYMOUS = 1_087_968_824  # who writes when an admin of a group hides behind it
_ADMINS = {"creator", "administrator"}


@dataclass
class User:
    """A person."""

    id: int
    name: str
    username: str = ""
    language: str = "en"
    has_started: bool = False
    has_blocked: bool = False
    is_deactivated: bool = False

    def json(self) -> dict[str, Any]:
        """Return the person as the Bot API tells of them."""
        told = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            told["username"] = self.username
        return told | ({"language_code": self.language} if self.language else {})


@dataclass
class Chat:
    """A private chat, group, supergroup or channel; `bot` is the bot's status in it."""

    id: int
    kind: str
    title: str
    username: str = ""
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    topics: dict[int, str] | None = None
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    last_message: int = 0
    moved_to: int = 0
    sent_at: deque[float] = field(default_factory=deque)  # by the bot, for its limits
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)  # in place of a person's own

    def json(self) -> dict[str, Any]:
        """Return the chat as messages tell of it."""
        told: dict[str, Any] = {"id": self.id, "type": self.kind}
        told["first_name" if self.kind == "private" else "title"] = self.title
        if self.username:
            told["username"] = self.username
        return told | ({"is_forum": True} if self.topics is not None else {})

    def is_admin(self, user: int) -> bool:
        """Return whether somebody administers the chat."""
        return self.members.get(user) in _ADMINS


@dataclass
class Query:
    """A press of a button, or words typed after the bot's name: what the bot answers."""

    id: str
    at: float
    answer: dict[str, Any] | None = None


@dataclass
class World:
    """Everything that the emulator knows."""

    token: str = TOKEN
    bot_name: str = "Talkbell"
    bot_username: str = "talkbell_bot"
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    queries: dict[str, Query] = field(default_factory=dict)
    is_inline: bool = True  # what /setinline at @BotFather says
    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)  # of documents that getFile was asked for
    told: dict[str, Any] = field(default_factory=dict)  # commands and descriptions, by their method
    last_id: int = 1000
    last_message: int = 0  # in private chats and groups, which number theirs together

    def bot(self) -> dict[str, Any]:
        """Return the bot as messages tell of it."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.bot_name,
            "username": self.bot_username,
        }

    def next_id(self) -> int:
        """Return a number that nothing has yet."""
        self.last_id += 1
        return self.last_id

    def chat_for_bot(self, chat_id: Any) -> Chat:
        """Return a chat that the bot may write to now. Raises RefusedError."""
        chat = self.find_chat(chat_id)
        if chat.moved_to:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if chat.kind == "private":
            self._check_person(self.users[chat.id])
        elif chat.bot in {"left", "kicked"}:
            name = {"group": "group chat", "supergroup": "supergroup chat"}.get(
                chat.kind, "channel chat"
            )
            verb = "was kicked from" if chat.bot == "kicked" else "is not a member of"
            raise forbidden(f"bot {verb} the {name}")
        return chat

    def find_chat(self, chat_id: Any) -> Chat:
        """Return a chat by number or @name. Raises RefusedError."""
        if chat_id in {None, ""}:
            raise bad_request("chat_id is empty")
        named = str(chat_id)
        if named.startswith("@"):
            found = next(
                (
                    chat
                    for chat in self.chats.values()
                    if chat.username.lower() == named[1:].lower() and chat.kind != "private"
                ),
                None,
            )
        else:
            number = int(named) if named.removeprefix("-").isdigit() else 0
            found = self.chats.get(number)
        if found is None:
            raise bad_request("chat not found")
        return found

    def _check_person(self, user: User) -> None:
        if user.is_deactivated:
            raise forbidden("user is deactivated")
        if user.has_blocked:
            raise forbidden("bot was blocked by the user")
        if not user.has_started:
            if any(user.id in chat.members for chat in self._groups()):
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")  # the bot has never heard of them

    def _next_message(self, chat: Chat) -> int:
        owner = self if chat.kind in {"private", "group"} else chat
        owner.last_message += 1
        return owner.last_message

    def _groups(self) -> list[Chat]:
        return [chat for chat in self.chats.values() if chat.kind != "private"]

    def add_message(self, chat: Chat, **content: Any) -> dict[str, Any]:
        """Put a message into a chat and return it."""
        number = self._next_message(chat)
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": chat.json(),
            **{key: value for key, value in content.items() if value is not None},
        }
        chat.messages[number] = message
        return message

    def member(self, chat: Chat, user: int) -> dict[str, Any]:
        """Return somebody's part in a chat, as getChatMember tells it. Raises RefusedError."""
        if user == self.bot()["id"]:
            told, status = self.bot(), chat.bot
        elif user == ANONYMOUS:  # stricter: a bot must not take the mask for an admin of its own
            told, status = {"id": user, "is_bot": True, "first_name": "Group"}, "administrator"
        elif user in self.users:
            told, status = self.users[user].json(), chat.members.get(user, "left")
        else:
            raise bad_request("invalid user_id specified")
        return chat_member(told, status)


def chat_member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Return a ChatMember with every field that its status must have."""
    member: dict[str, Any] = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    elif status == "restricted":
        member |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    elif status == "kicked":
        member["until_date"] = 0
    return member


_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
