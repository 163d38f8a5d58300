"""Where a definition would give a private join link away."""

from collections.abc import Iterator

from bot.domain.audience import with_harmless_ids
from bot.domain.join_secrets import JoinSecrets
from bot.domain.series import LinkPolicy, Series
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.definition.fields import Problems
from bot.sources.join_links import find_urls, is_join_link
from bot.sources.yaml_tree import Listing, Mapping, Node, Scalar


def check_leaks(series: Series, tree: Node, problems: Problems) -> None:
    """Refuse ids that hold a secret of a join link: they become public addresses.

    Warn of links to meetings outside `join:`, which would not be known for private ones. Nothing
    of this counts where the series makes its links public.
    """
    if series.link is LinkPolicy.PUBLIC:
        return
    secrets = JoinSecrets(session.join for session in series.sessions if session.join)
    if isinstance(tree, Mapping) and "id" not in tree.entries and _holds(secrets, series.id):
        _refuse(
            tree,
            series.id,
            problems,
            hint=saying("give the series an `id:`; this is its file's name"),
        )
    for key, node in _texts(tree, "", set()):
        if key == "id" and _holds(secrets, node.text):
            hint = saying("take the meeting's number, address or passcode out of it")
            _refuse(node, node.text, problems, hint)
        for url in find_urls(node.text) if "://" in node.text else ():
            if is_join_link(url) and secrets.strike(url) == url:
                problems.warn(
                    node,
                    saying("{key}: everyone will see this link to a meeting", key=key),
                    read=url,
                    hint=saying("give it to the session as `join:`, which only subscribers see"),
                    code="link-outside-join",
                )


def without_leaks(series: Series, tree: Node) -> Series:
    """Return the series without a secret in the ids that were made up; written ones stay."""
    written = {node.text for key, node in _texts(tree, "", set()) if key == "id"}
    return with_harmless_ids(series, keep=written)


def _holds(secrets: JoinSecrets, name: str) -> bool:
    return secrets.strike(name) != name


def _refuse(node: Node, name: str, problems: Problems, hint: str) -> None:
    message = saying("this holds what opens a private join link, and ids become public addresses")
    refusal = RefusalError(message, read=name, hint=hint, code="secret-id")
    problems.refuse(node, refusal, about="id")


def _texts(node: Node, key: str, seen: set[int]) -> Iterator[tuple[str, Scalar]]:
    """Yield all texts but those of join links, each once, with the key that they stand under."""
    if id(node) in seen:  # through an alias
        return
    seen.add(id(node))
    if isinstance(node, Scalar):
        yield key, node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _texts(item, key, seen)
    else:
        for name, (_, value) in node.entries.items():
            if name != "join":
                yield from _texts(value, name, seen)
