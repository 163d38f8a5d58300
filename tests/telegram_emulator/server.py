"""The emulator over HTTP: the Bot API at /bot, control at /control, a page for people at /."""

import asyncio
import json
import socket
import struct
import sys
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from .faults import Fault
from .methods import METHODS
from .people import People
from .refusals import RefusedError
from .world import World

_GATEWAY_PAGE = "<html><head><title>{0} Bad Gateway</title></head><body>nginx</body></html>"
_LARGEST = 60_000_000
_SENDS = {"sendmessage", "senddocument", "editmessagetext", "editmessagereplymarkup"}
_PEOPLE = web.AppKey("people", People)


def build_app(people: People) -> web.Application:
    """Return the application."""
    app = web.Application(client_max_size=_LARGEST)
    app[_PEOPLE] = people
    app.add_routes(
        [
            web.get("/", _page),
            web.post("/control/{verb}", _control),
            web.route("*", "/bot{token}/{method}", _call),
            web.get("/file/bot{token}/{path:.+}", _file),
        ]
    )
    return app


async def _page(_: web.Request) -> web.Response:
    html = Path(__file__).with_name("page.html").read_text("utf-8")
    return web.Response(text=html, content_type="text/html")


async def _control(request: web.Request) -> web.Response:
    """Do what a verb of `People` says; its arguments are a JSON object."""
    people = request.app[_PEOPLE]
    verb = request.match_info["verb"]
    if verb.startswith("_") or not callable(getattr(people, verb, None)):
        return web.json_response({"error": f"no such verb: {verb}"}, status=404)
    arguments = await request.json() if request.can_read_body else {}
    try:
        return web.json_response({"result": getattr(people, verb)(**arguments)})
    except (TypeError, LookupError, ValueError, StopIteration) as error:
        told = f"{type(error).__name__}: {error}"
        return web.json_response({"error": told}, status=400)


async def _file(request: web.Request) -> web.Response:
    """Send a file whose path getFile has told; each fetch is in the journal, without the token."""
    people = request.app[_PEOPLE]
    world, path = people.world, request.match_info["path"]
    call = people.journal.begin("file", {"path": path})
    try:
        _check_token(world, request.match_info["token"])
        if path not in world.paths:
            raise RefusedError(404, "Not Found")  # noqa: TRY301
    except RefusedError as refusal:
        call["outcome"] = refusal.code
        return web.json_response(refusal.answer(), status=refusal.code)
    fault = next((one for one in people.faults if one.strikes("file", "")), None)
    if fault is not None:
        call["outcome"] = call["fault"] = fault.action
        page = _GATEWAY_PAGE.format(fault.code)
        return web.Response(text=page, status=fault.code, content_type="text/html")
    call["outcome"] = 200
    return web.Response(body=world.documents[world.paths[path]][1])


async def _call(request: web.Request) -> web.StreamResponse:
    people = request.app[_PEOPLE]
    method = request.match_info["method"].lower()  # Telegram takes names in any case
    given = await _parameters(request)
    call = people.journal.begin(request.match_info["method"], given)
    try:
        _check_token(people.world, request.match_info["token"])
        if method not in METHODS:
            raise RefusedError(404, "Not Found")  # noqa: TRY301
        chat = str(given.get("chat_id", ""))
        fault = next((one for one in people.faults if one.strikes(method, chat)), None)
        if fault is None:
            return _ok(call, await _done(people, method, given))
        call["fault"] = fault.action
        return await _failed(request, people, fault, (method, given, call))
    except RefusedError as refusal:
        call["outcome"] = refusal.code
        return web.json_response(refusal.answer(), status=refusal.code)


async def _done(people: People, method: str, given: dict[str, Any]) -> Any:
    if method in _SENDS and method not in {"sendmessage", "senddocument"}:
        people.limits.check_pause()
    return await METHODS[method](people.world, people.limits, given)


def _ok(call: dict[str, Any], result: Any) -> web.Response:
    call["outcome"] = 200
    if isinstance(result, dict) and "message_id" in result:
        call["message"] = result["message_id"]
    return web.json_response({"ok": True, "result": result})


async def _failed(
    request: web.Request,
    people: People,
    fault: Fault,
    called: tuple[str, dict[str, Any], dict[str, Any]],
) -> web.StreamResponse:
    method, given, call = called
    call["outcome"] = fault.action
    if fault.action == "answer":
        raise fault.refusal()
    if fault.action == "page":
        page = _GATEWAY_PAGE.format(fault.code)
        return web.Response(text=page, status=fault.code, content_type="text/html")
    answer = None
    if fault.is_done or fault.action in {"lose", "late", "truncate"}:
        answer = _ok(call, await _done(people, method, given))
        call["outcome"] = fault.action
    if fault.action == "truncate" and answer is not None:
        return await _broken_off(request, answer)
    if fault.action in {"hang", "late"}:
        await asyncio.sleep(fault.seconds)
    if fault.action == "late" and answer is not None:
        return answer
    _reset(request)
    return web.Response()


def _reset(request: web.Request) -> None:
    """End a connection as a crash does, not as a server that has said all."""
    transport = request.transport
    if transport is not None:
        at_once = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        transport.abort()


async def _broken_off(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body
    assert isinstance(body, bytes)
    partial = web.StreamResponse(
        headers={"Content-Length": str(len(body)), "Content-Type": "application/json"}
    )
    await partial.prepare(request)
    await partial.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return partial


def _check_token(world: World, token: str) -> None:
    if token == world.token:
        return
    number, colon, secret = token.partition(":")
    if colon and number.isdigit() and secret:
        raise RefusedError(401, "Unauthorized")
    raise RefusedError(404, "Not Found")


async def _parameters(request: web.Request) -> dict[str, Any]:
    """Return what was given, in the address, as a form, or as JSON; its values as meant."""
    given: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        given |= await request.json()
    elif kind == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            given[str(part.name)] = (
                (part.filename, bytes(await part.read())) if part.filename else await part.text()
            )
    elif request.can_read_body:
        given |= dict(await request.post())
    return {key: _value(key, value) for key, value in given.items()}


def _value(key: str, value: Any) -> Any:
    """Return what a form's text stands for; what people read stays a text, however it looks."""
    if not isinstance(value, str) or key in {"text", "caption", "chat_id", "document", "url"}:
        return value
    if value in {"true", "false"} or value.startswith(("{", "[")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def serve(people: People, port: int) -> None:
    """Serve on loopback until cancelled; the first line on stdout has the address."""
    runner = web.AppRunner(build_app(people), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    sys.stdout.write(
        f"Chat with the bot at {address}/\n"
        f"It needs TALKBELL_TELEGRAM_BASE_URL={address}/bot "
        f"and TALKBELL_TELEGRAM_TOKEN={people.world.token}\n"
    )
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        people.world.updates.delete_webhook()
        await runner.cleanup()
