"""What people do: the verbs of the control API, each a method with its arguments by name."""

import base64
import re
import time
from dataclasses import dataclass, field
from typing import Any

from .faults import Fault, Journal, Limits
from .formatting import units
from .world import ANONYMOUS, BOT_ID, Chat, Query, User, World, chat_member

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_MOST_TYPED = 256  # characters after the bot's name
_FIRST_SUPERGROUP = -1_000_000_000_000


@dataclass
class People:
    """Everything that can be done to a world other than by its bot."""

    world: World
    limits: Limits = field(default_factory=Limits)
    journal: Journal = field(default_factory=Journal)
    faults: list[Fault] = field(default_factory=list)

    # -- who there is --------------------------------------------------------------------------

    def add_user(
        self,
        name: str = "Ada Example",
        *,
        username: str = "",
        language: str = "en",
        number: int = 0,
    ) -> int:
        """Return the number of a new person, which is the one of their private chat too."""
        number = number or self.world.next_id()
        self.world.users[number] = User(number, name, username, language)
        self.world.chats[number] = Chat(number, "private", name, username, {number: "member"})
        return number

    def add_crowd(self, count: int) -> list[int]:
        """Return the numbers of many people who have started the bot, which it is not told."""
        numbers = [self.add_user(f"Person {place}") for place in range(1, count + 1)]
        for number in numbers:
            self.world.users[number].has_started = True
        return numbers

    def add_chat(  # noqa: PLR0913 - a chat has as many sides
        self,
        title: str = "A group",
        *,
        kind: str = "group",
        admins: list[int] | None = None,
        members: list[int] | None = None,
        topics: list[str] | None = None,
        username: str = "",
        bot: str = "member",
    ) -> int:
        """Return the number of a new group, supergroup or channel, to which the bot was added.

        Its first admin is its creator, who is the one that added the bot. `topics` make it a forum;
        their numbers are 2, 3 and so on.
        """
        number = -self.world.next_id() + (0 if kind == "group" else _FIRST_SUPERGROUP)
        roles = dict.fromkeys(members or [], "member")
        roles |= dict.fromkeys(admins or [], "administrator")
        if admins:
            roles[admins[0]] = "creator"
        named = None if topics is None else dict(enumerate(topics, 2))
        chat = Chat(number, kind, title, username, roles, bot, named)
        self.world.chats[number] = chat
        chat.last_message = len(named or ()) + 1
        by = self.world.users[admins[0]].json() if admins else self._stranger()
        self._bot_became(chat, "left", by)
        return number

    def _stranger(self) -> dict[str, Any]:
        return {"id": 999, "is_bot": False, "first_name": "Somebody"}

    # -- what is said --------------------------------------------------------------------------

    def say(  # noqa: PLR0913 - so has what is said
        self,
        user: int,
        text: str = "",
        *,
        chat: int = 0,
        topic: int = 0,
        reply_to: int = 0,
        is_anonymous: bool = False,
        location: list[float] | None = None,
        content: dict[str, Any] | None = None,
    ) -> int:
        """Write into a chat (the private one where none is named); return the message's number.

        `content` is what the message has instead of a text: a sticker, a voice, a contact.
        """
        where = self.world.chats[chat or user]
        if where.kind == "private":
            person = self.world.users[user]
            if person.has_blocked:
                self.unblock(user)
            person.has_started = True
        own = content
        content = self._sender(where, user, is_anonymous=is_anonymous)
        if location is not None:
            latitude, longitude = location
            content["location"] = {"latitude": latitude, "longitude": longitude}
        elif own is not None:
            content |= own
        else:
            content["text"] = text
            content["entities"] = _commands(text) or None
        if topic:
            content |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to:
            content["reply_to_message"] = {
                key: value
                for key, value in where.messages[reply_to].items()
                if key != "reply_to_message"
            }
        message = self.world.add_message(where, **content)
        if self._is_heard(where, message):
            kind = "channel_post" if where.kind == "channel" else "message"
            self.world.updates.add(kind, message)
        return message["message_id"]

    def attach(  # noqa: PLR0913 - so has a file
        self,
        user: int,
        name: str,
        content: str,
        *,
        media_type: str = "text/plain",
        caption: str = "",
        chat: int = 0,
        is_forwarded: bool = False,
    ) -> int:
        """Send a file, its content in base64; return the message's number."""
        data = base64.b64decode(content)
        number = f"upload-{self.world.next_id()}"
        self.world.documents[number] = (name, data)
        told = {
            "file_id": number,
            "file_unique_id": number,
            "file_name": name,
            "mime_type": media_type,
            "file_size": len(data),
        }
        said: dict[str, Any] = {"document": told}
        if caption:
            said |= {"caption": caption, "caption_entities": _commands(caption) or None}
        if is_forwarded:
            hidden = {"type": "hidden_user", "sender_user_name": "Somebody Else"}
            said["forward_origin"] = hidden | {"date": int(time.time())}
        return self.say(user, chat=chat, content=said)

    def share_location(self, user: int, latitude: float, longitude: float) -> int:
        """Press the button, in place of the keyboard, that shares where somebody is."""
        buttons = [button for row in self.world.chats[user].keyboard for button in row]
        if not any(button.get("request_location") for button in buttons):
            raise ValueError("there is no such button")
        return self.say(user, location=[latitude, longitude])

    def keyboard(self, user: int) -> list[str]:
        """Return the buttons in place of a person's keyboard."""
        return [one["text"] for row in self.world.chats[user].keyboard for one in row]

    def _sender(self, chat: Chat, user: int, *, is_anonymous: bool) -> dict[str, Any]:
        if chat.kind == "channel":
            return {"sender_chat": chat.json()}
        if not is_anonymous:
            return {"from": self.world.users[user].json()}
        mask = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group"}
        return {"from": mask | {"username": "GroupAnonymousBot"}, "sender_chat": chat.json()}

    def _is_heard(self, chat: Chat, message: dict[str, Any]) -> bool:
        """Return whether a bot in privacy mode is told of a message."""
        if chat.bot in {"left", "kicked"}:
            return False
        if chat.kind not in {"group", "supergroup"} or chat.bot == "administrator":
            return True
        if message.get("reply_to_message", {}).get("from") == self.world.bot():
            return True
        commands = _COMMAND.findall(message.get("text", ""))
        own = f"@{self.world.bot_username}".lower()
        return any("@" not in one or one.lower().endswith(own) for one in commands)

    def press(self, user: int, chat: int, message: int, button: str) -> str:
        """Press a button by its text or data; return the number of the query."""
        pressed = self.world.chats[chat].messages[message]
        rows = (pressed.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = [one for row in rows for one in row if "callback_data" in one]
        data = next(
            one["callback_data"] for one in buttons if button in (one["text"], one["callback_data"])
        )
        query = self._ask()
        self.world.updates.add(
            "callback_query",
            {
                "id": query.id,
                "from": self.world.users[user].json(),
                "message": pressed,
                "chat_instance": str(chat),
                "data": data,
            },
        )
        return query.id

    def delete(self, chat: int, message: int) -> None:
        """Delete a message of a chat, on both sides; the bot is not told."""
        del self.world.chats[chat].messages[message]

    def type_inline(self, user: int, words: str, *, offset: str = "") -> str:
        """Type words after the bot's name; return the number of the query."""
        if not self.world.is_inline:
            raise ValueError("inline mode is off")
        if len(words) > _MOST_TYPED:
            raise ValueError(f"people can type {_MOST_TYPED} characters")
        query = self._ask()
        told = {"id": query.id, "from": self.world.users[user].json(), "query": words}
        self.world.updates.add("inline_query", told | {"offset": offset, "chat_type": "sender"})
        return query.id

    def switch_inline(self, *, is_on: bool) -> None:
        """Let people type words after the bot's name, or not, as @BotFather does."""
        self.world.is_inline = is_on

    def choose(self, user: int, query: str, result: str, *, chat: int = 0) -> int:
        """Share what the bot offered, by its id, in a chat; return the message's number."""
        answer = self.world.queries[query].answer or {"results": []}
        chosen = next(one for one in answer["results"] if one["id"] == result)
        where = self.world.chats[chat or user]
        kept = ("text", "entities", "reply_markup", "link_preview_options")
        message = self.world.add_message(
            where,
            **self._sender(where, user, is_anonymous=False),
            via_bot=self.world.bot(),
            **{key: chosen[key] for key in kept if key in chosen},
        )
        return int(message["message_id"])

    def _ask(self) -> Query:
        query = Query(str(self.world.next_id()), time.monotonic())
        self.world.queries[query.id] = query
        return query

    def answer(self, query: str) -> dict[str, Any] | None:
        """Return how the bot answered a press or typed words, if it has."""
        return self.world.queries[query].answer

    # -- who stays -----------------------------------------------------------------------------

    def block(self, user: int) -> None:
        """Block the bot in the private chat."""
        self.world.users[user].has_blocked = True
        self._tell_of_bot(user, user, "member", "kicked")

    def unblock(self, user: int) -> None:
        """Let the bot write again."""
        self.world.users[user].has_blocked = False
        self._tell_of_bot(user, user, "kicked", "member")

    def deactivate(self, user: int) -> None:
        """Delete an account; nobody is told."""
        self.world.users[user].is_deactivated = True

    def kick(self, chat: int, user: int, status: str = "kicked") -> None:
        """Remove the bot from a group or channel."""
        where = self.world.chats[chat]
        before, where.bot = where.bot, status
        self._bot_became(where, before, self.world.users[user].json())

    def promote(self, chat: int, user: int, *, status: str = "administrator") -> None:
        """Change what a person, or the bot (4242), is in a chat."""
        where = self.world.chats[chat]
        if user == BOT_ID:
            before, where.bot = where.bot, status
            self._bot_became(where, before, self._stranger())
        else:
            where.members[user] = status

    def migrate(self, chat: int) -> int:
        """Make a group a supergroup; return its new number."""
        old = self.world.chats[chat]
        number = _FIRST_SUPERGROUP - self.world.next_id()
        new = Chat(number, "supergroup", old.title, old.username, dict(old.members), old.bot)
        self.world.chats[number] = new
        old.moved_to = number
        by = {"from": self._stranger()}
        for where, told in (
            (old, {"migrate_to_chat_id": number}),
            (new, {"migrate_from_chat_id": chat}),
        ):
            self.world.updates.add("message", self.world.add_message(where, **by, **told))
        return number

    def _tell_of_bot(self, chat: int, user: int, old: str, new: str) -> None:
        bot = self.world.bot()
        self.world.updates.add(
            "my_chat_member",
            {
                "chat": self.world.chats[chat].json(),
                "from": self.world.users[user].json(),
                "date": int(time.time()),
                "old_chat_member": chat_member(bot, old),
                "new_chat_member": chat_member(bot, new),
            },
        )

    def _bot_became(self, chat: Chat, before: str, by: dict[str, Any]) -> None:
        bot = self.world.bot()
        self.world.updates.add(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": by,
                "date": int(time.time()),
                "old_chat_member": chat_member(bot, before),
                "new_chat_member": chat_member(bot, chat.bot),
            },
        )

    # -- what goes wrong -----------------------------------------------------------------------

    def fail(self, action: str, **details: Any) -> None:
        """Switch a fault on; `faults.Fault` has its details."""
        self.faults.append(Fault(action, **details))

    def mend(self) -> None:
        """Switch all faults off, and the limits."""
        self.faults.clear()
        self.limits = Limits()

    def forget_updates(self) -> None:
        """Begin anew with what the bot is told: nothing waits, by polling, of every kind."""
        self.world.updates.delete_webhook()
        self.world.updates.pending.clear()
        self.world.updates.allowed = ()

    def flood(self, seconds: float) -> None:
        """Refuse all that is sent with 429 for some seconds, whoever asks."""
        self.limits.flood(seconds)

    def limit_rates(
        self, *, per_second: int = 0, per_chat_second: int = 0, per_group_minute: int = 0
    ) -> None:
        """Refuse what is sent faster from now on; 0 is as fast as the bot likes."""
        self.limits = Limits(per_second, per_chat_second, per_group_minute)
        for chat in self.world.chats.values():
            chat.sent_at.clear()

    # -- what can be seen ----------------------------------------------------------------------

    def messages(self, chat: int, *, after: int = 0) -> list[dict[str, Any]]:
        """Return what a chat shows, oldest first."""
        return [m for number, m in self.world.chats[chat].messages.items() if number > after]

    def message(self, chat: int, number: int) -> dict[str, Any]:
        """Return a message as it is now."""
        return self.world.chats[chat].messages[number]

    def counts(self) -> dict[int, int]:
        """Return how many messages of the bot each chat shows that has any."""
        bot = self.world.bot()
        found = {
            number: sum(m.get("from") == bot for m in chat.messages.values())
            for number, chat in self.world.chats.items()
        }
        return {number: count for number, count in found.items() if count}

    def chats(self) -> list[dict[str, Any]]:
        """Return all chats there are."""
        return [chat.json() | {"topics": chat.topics} for chat in self.world.chats.values()]

    def calls(self, *, method: str = "", after: int = 0) -> list[dict[str, Any]]:
        """Return the calls of the bot from one on, of a method or of all."""
        wanted = method.lower()
        return [one for one in self.journal.calls[after:] if wanted in {"", one["method"].lower()}]

    def told(self) -> dict[str, Any]:
        """Return what the bot told of itself, and its webhook."""
        return self.world.told | {"webhook": self.world.updates.webhook_info()}

    def document(self, file_id: str) -> dict[str, str]:
        """Return a document's name and its content in base64."""
        name, data = self.world.documents[file_id]
        return {"name": name, "content": base64.b64encode(data).decode()}

    def pending(self) -> int:
        """Return how many updates the bot has not confirmed yet."""
        return len(self.world.updates.pending)


def _commands(text: str) -> list[dict[str, Any]]:
    """Return the entities that Telegram finds in what people write."""
    return [
        {
            "type": "bot_command",
            "offset": units(text[: found.start()]),
            "length": units(found[0]),
        }
        for found in _COMMAND.finditer(text)
    ]
