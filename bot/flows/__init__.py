"""The use cases: what a command, a chat or a job asks for, put together from the layers below."""
