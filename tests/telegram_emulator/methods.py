"""The methods of the Bot API: what the bot does."""

import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from .faults import Limits
from .formatting import read_html, read_plain, units
from .keyboards import read_keyboard, read_reply_keyboard
from .refusals import bad_request
from .told import ABOUT_THE_BOT
from .world import Chat, Query, World

_MOST_TEXT = 4096
_MOST_CAPTION = 1024
_MOST_DOCUMENT = 50_000_000
_MOST_FETCHED = 20_000_000
_OLD = 120  # seconds after which a query is too old to be answered
Parameters = dict[str, Any]
Method = Callable[[World, Limits, Parameters], Awaitable[Any]]


def _formatted(given: Parameters, name: str, most: int) -> tuple[str, list[Any]]:
    """Return a text as it is shown, with its entities."""
    text, mode = str(given.get(name) or ""), str(given.get("parse_mode") or "")
    if mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    shown, entities = read_html(text) if mode else read_plain(text)
    if units(shown) > most:
        raise bad_request(
            "message is too long" if name == "text" else "message caption is too long"
        )
    return shown, entities


def _text(given: Parameters) -> dict[str, Any]:
    shown, entities = _formatted(given, "text", _MOST_TEXT)
    if not shown:
        raise bad_request("message text is empty")
    return {"text": shown} | ({"entities": entities} if entities else {})


def _caption(given: Parameters) -> dict[str, Any]:
    shown, entities = _formatted(given, "caption", _MOST_CAPTION)
    told = {"caption": shown} if shown else {}
    return told | ({"caption_entities": entities} if entities else {})


def _thread(chat: Chat, given: Parameters) -> dict[str, Any]:
    number = int(given.get("message_thread_id") or 0)
    if not number:
        return {}
    if chat.topics is None or number not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": number, "is_topic_message": True}


def _reply(chat: Chat, given: Parameters) -> dict[str, Any]:
    wanted = given.get("reply_parameters")
    if not isinstance(wanted, dict):
        return {}
    number = int(wanted.get("message_id") or 0)
    if number in chat.messages:
        replied = {k: v for k, v in chat.messages[number].items() if k != "reply_to_message"}
        return {"reply_to_message": replied}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _sender(world: World, chat: Chat) -> dict[str, Any]:
    return {"sender_chat": chat.json()} if chat.kind == "channel" else {"from": world.bot()}


def _say(world: World, limits: Limits, given: Parameters, content: dict[str, Any]) -> Any:
    chat = world.chat_for_bot(given.get("chat_id"))
    if chat.kind == "channel" and chat.bot != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    told = content | _thread(chat, given) | _reply(chat, given)
    keyboard = read_keyboard(given.get("reply_markup"))
    in_place = read_reply_keyboard(given.get("reply_markup"), chat.kind)
    limits.check(chat)
    if in_place is not None:
        chat.keyboard = in_place
    return world.add_message(
        chat,
        **_sender(world, chat),
        **told,
        reply_markup=keyboard,
        link_preview_options=given.get("link_preview_options"),
    )


async def send_message(world: World, limits: Limits, given: Parameters) -> Any:
    world.chat_for_bot(given.get("chat_id"))
    return _say(world, limits, given, _text(given))


async def send_document(world: World, limits: Limits, given: Parameters) -> Any:
    world.chat_for_bot(given.get("chat_id"))
    document = given.get("document")
    if isinstance(document, tuple):
        name, data = document
        if not data:
            raise bad_request("file must be non-empty")
        if len(data) > _MOST_DOCUMENT:
            raise bad_request("file is too big")
        number = f"document-{world.next_id()}"
        world.documents[number] = (name, data)
    elif document in world.documents:
        number = str(document)
        name, data = world.documents[number]
    elif not document:
        raise bad_request("there is no document in the request")
    else:
        raise bad_request("wrong file identifier/HTTP URL specified")
    told = {
        "file_id": number,
        "file_unique_id": number,
        "file_name": name,
        "file_size": len(data),
    }
    return _say(world, limits, given, {"document": told} | _caption(given))


def _own_message(world: World, given: Parameters, verb: str) -> tuple[Chat, dict[str, Any]]:
    chat = world.chat_for_bot(given.get("chat_id"))
    message = chat.messages.get(int(given.get("message_id") or 0))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.get("from") != world.bot() and chat.kind != "channel":
        raise bad_request(f"message can't be {verb}{'d' if verb.endswith('e') else 'ed'}")
    return chat, message


def _edited(message: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    kept = ("text", "entities", "caption", "caption_entities", "reply_markup")
    if all(message.get(key) == changed.get(key) for key in kept):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    for key in kept:
        message.pop(key, None)
    message.update({key: value for key, value in changed.items() if value is not None})
    message["edit_date"] = int(time.time())
    return message


async def edit_message_text(world: World, _: Limits, given: Parameters) -> Any:
    _, message = _own_message(world, given, "edit")
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    keyboard = read_keyboard(given.get("reply_markup"))
    if read_reply_keyboard(given.get("reply_markup"), "private") is not None:
        raise bad_request("inline keyboard expected")
    return _edited(message, _text(given) | {"reply_markup": keyboard})


async def edit_message_reply_markup(world: World, _: Limits, given: Parameters) -> Any:
    _, message = _own_message(world, given, "edit")
    keyboard = read_keyboard(given.get("reply_markup"))
    return _edited(message, message | {"reply_markup": keyboard})


async def delete_message(world: World, _: Limits, given: Parameters) -> Any:
    chat, message = _own_message(world, given, "delete")
    del chat.messages[message["message_id"]]
    return True


def _answered(world: World, given: Parameters, name: str) -> Query:
    query = world.queries.get(str(given.get(name, "")))
    if query is None or query.answer is not None or time.monotonic() - query.at > _OLD:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return query


async def answer_callback_query(world: World, _: Limits, given: Parameters) -> Any:
    query = _answered(world, given, "callback_query_id")
    if len(str(given.get("text") or "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    url = str(given.get("url") or "")
    if url and not url.startswith((f"https://t.me/{world.bot_username}?start=", "tg://")):
        raise bad_request("URL_INVALID")
    query.answer = {
        "text": str(given.get("text") or ""),
        "show_alert": bool(given.get("show_alert")),
        "url": url,
    }
    return True


async def answer_inline_query(world: World, _: Limits, given: Parameters) -> Any:
    query = _answered(world, given, "inline_query_id")
    results = given.get("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(str(given.get("next_offset") or "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    numbers = [str(result.get("id", "")) for result in results]
    if len(set(numbers)) < len(numbers):
        raise bad_request("RESULT_ID_DUPLICATE")
    seconds = given.get("cache_time", 300)
    if not str(seconds).isdecimal():
        raise bad_request("CACHE_TIME_INVALID")
    query.answer = {
        "cache_time": int(seconds),
        "is_personal": bool(given.get("is_personal")),
        "results": [_inline_result(result) for result in results],
        "button": given.get("button"),
        "next_offset": str(given.get("next_offset") or ""),
    }
    return True


def _inline_result(result: dict[str, Any]) -> dict[str, Any]:
    if result.get("type") != "article":
        raise bad_request("can't parse inline query result: the emulator knows articles alone")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("can't parse inline query result: can't find field \"message_text\"")
    shown = _text(content | {"text": content["message_text"]})
    return result | shown | {"reply_markup": read_keyboard(result.get("reply_markup"))}


async def get_chat(world: World, _: Limits, given: Parameters) -> Any:
    chat = world.find_chat(given.get("chat_id"))
    return chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }


async def get_chat_member(world: World, _: Limits, given: Parameters) -> Any:
    chat = world.chat_for_bot(given.get("chat_id"))
    return world.member(chat, int(given.get("user_id") or 0))


async def get_chat_administrators(world: World, _: Limits, given: Parameters) -> Any:
    chat = world.chat_for_bot(given.get("chat_id"))
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [number for number in chat.members if chat.is_admin(number)]
    own = [world.bot()["id"]] if chat.bot == "administrator" else []
    return [world.member(chat, number) for number in people + own]


async def leave_chat(world: World, _: Limits, given: Parameters) -> Any:
    world.chat_for_bot(given.get("chat_id")).bot = "left"
    return True


async def send_chat_action(world: World, _: Limits, given: Parameters) -> Any:
    world.chat_for_bot(given.get("chat_id"))
    return True


async def get_file(world: World, _: Limits, given: Parameters) -> Any:
    number = str(given.get("file_id", ""))
    if not number:
        raise bad_request("file_id not specified")
    if number not in world.documents:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    name, data = world.documents[number]
    if len(data) > _MOST_FETCHED:
        raise bad_request("file is too big")
    path = f"documents/file_{len(world.paths)}{Path(name).suffix}"
    world.paths[path] = number
    told = {"file_id": number, "file_unique_id": number, "file_size": len(data)}
    return told | {"file_path": path}


async def get_me(world: World, _: Limits, given: Parameters) -> Any:  # noqa: ARG001 - as all are
    return world.bot() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.is_inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(world: World, _: Limits, given: Parameters) -> Any:
    if "allowed_updates" in given:
        world.updates.allowed = tuple(given["allowed_updates"] or ())
    limit = min(max(int(given.get("limit") or 100), 1), 100)
    seconds = min(max(float(given.get("timeout") or 0), 0), 50)
    return await world.updates.poll(int(given.get("offset") or 0), limit, seconds)


async def set_webhook(world: World, _: Limits, given: Parameters) -> Any:
    if "allowed_updates" in given:
        world.updates.allowed = tuple(given["allowed_updates"] or ())
    if given.get("drop_pending_updates"):
        world.updates.pending.clear()
    if given.get("url"):
        world.updates.set_webhook(str(given["url"]), str(given.get("secret_token") or ""))
    else:
        world.updates.delete_webhook()
    return True


async def delete_webhook(world: World, limits: Limits, given: Parameters) -> Any:
    return await set_webhook(
        world, limits, {"drop_pending_updates": given.get("drop_pending_updates")}
    )


async def get_webhook_info(world: World, _: Limits, given: Parameters) -> Any:  # noqa: ARG001
    return world.updates.webhook_info()


def _name(method: Method) -> str:
    return re.sub("_", "", method.__name__)  # names are compared without regard to case


METHODS: dict[str, Method] = ABOUT_THE_BOT | {
    _name(method): method
    for method in (
        send_message,
        send_document,
        edit_message_text,
        edit_message_reply_markup,
        delete_message,
        answer_callback_query,
        answer_inline_query,
        get_chat,
        get_chat_member,
        get_chat_administrators,
        leave_chat,
        send_chat_action,
        get_file,
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        get_webhook_info,
    )
}
