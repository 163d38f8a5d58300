"""A Bot API server on loopback that is as strict as Telegram's, for tests and for trying the bot.

`python -m tests.telegram_emulator` starts it with a web page on which a person can be anybody who
chats with the bot. Tests start it by `client.running_emulator`. What Telegram refuses is refused
in its words, so far as they are known; where its rules are not known to the letter, the stricter
reading holds. Rate limits count only once `limit_rates` has set them.
"""
