"""Inline keyboards, as strictly as Telegram takes them."""

import json
from typing import Any

from .formatting import is_address
from .refusals import RefusedError, bad_request

_MOST_BUTTONS = 100
_MOST_IN_A_ROW = 8
_KINDS = {
    "callback_data",
    "url",
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
    "callback_game",
}


def read_keyboard(markup: Any) -> dict[str, Any] | None:
    """Return the inline keyboard of a message, if it has any. Raises RefusedError."""
    if isinstance(markup, str):
        try:
            markup = json.loads(markup) if markup else None
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > _MOST_BUTTONS or any(len(row) > _MOST_IN_A_ROW for row in kept):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": kept} if kept else None


def read_reply_keyboard(markup: Any, kind: str) -> list[list[dict[str, Any]]] | None:
    """Return the buttons in place of a person's keyboard from now on; None if they stay.

    `kind` is that of the chat. Raises RefusedError.
    """
    if not isinstance(markup, dict) or "inline_keyboard" in markup:
        return None
    if markup.get("remove_keyboard"):
        return []
    if "keyboard" not in markup:
        return None
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    if not any(rows):
        raise bad_request("reply markup keyboard must be non-empty")
    for button in (one for row in rows for one in row):
        if not isinstance(button, dict) or not str(button.get("text", "")).strip():
            raise bad_request("keyboard button text must be non-empty")
        if button.get("request_location") and kind != "private":
            raise bad_request("location can be requested in private chats only")
    return [[dict(button) for button in row] for row in rows if row]


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unread("expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unread('can\'t find field "text"')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    kinds = _KINDS & set(button)
    if not kinds:
        raise _unread("text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise _unread("exactly one of the optional fields must be used")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button and not is_address(str(button["url"])):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return dict(button)


def _check_data(data: Any) -> None:
    if not isinstance(data, str):
        raise _unread('field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _unread(reason: str) -> RefusedError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
