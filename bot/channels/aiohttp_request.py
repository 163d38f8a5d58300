"""HTTP for python-telegram-bot by aiohttp."""

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECTIONS = 64


class AiohttpRequest(BaseRequest):
    """HTTP for python-telegram-bot by aiohttp, which takes a third of httpx's time.

    Its errors have what aiohttp raised for their cause: that tells whether a message may have left.
    """

    __slots__ = ("_proxies", "_read", "_session")

    def __init__(self, read: float = 15) -> None:
        """Take after how many seconds without a byte an answer is given up."""
        self._read = read
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte after which an answer is given up."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; connections come as they are needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer. Raises NetworkError and TimedOut."""
        if self._session is None:
            raise RuntimeError("the bot has not been entered")
        limits = aiohttp.ClientTimeout(
            sock_connect=_chosen(connect_timeout, 5), sock_read=_chosen(read_timeout, self._read)
        )
        try:
            async with self._session.request(
                method, url, timeout=limits, proxy=self._proxy(url), **_body(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    def _proxy(self, url: str) -> str | None:
        """Return the proxy that the environment wants; aiohttp itself would look for each call."""
        host = urlsplit(url).netloc
        if host not in self._proxies:
            proxies = {} if proxy_bypass(host) else getproxies()
            self._proxies[host] = proxies.get(urlsplit(url).scheme)
        return self._proxies[host]

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - as JSON is
        """Return what the JSON says. The library's own would log what it cannot read."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None


def _chosen(timeout: object, default: float) -> float | None:
    """Return the seconds that a call asks for, the default where it asks for none in particular."""
    if timeout is BaseRequest.DEFAULT_NONE:
        return default
    return timeout if isinstance(timeout, int | float) else None


def _body(given: RequestData | None) -> dict[str, Any]:
    """Return what is sent along: as JSON, which is made faster than a form, except for files."""
    if given is None:
        return {}
    if not given.contains_files:
        return {"data": given.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(given.json_parameters)
    for name, (file, content, kind) in (given.multipart_data or {}).items():
        form.add_field(name, content, filename=file, content_type=kind)
    return {"data": form}
