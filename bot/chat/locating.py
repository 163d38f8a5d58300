"""Where somebody is, shared once for /zone: the zone is kept, the place is not."""

from dataclasses import replace

from bot.chat import zone_words
from bot.chat.interface import Reply
from bot.chat.preferences import set_zone, zone_rows
from bot.chat.turn import Turn, in_rows, press
from bot.domain.positions import zones_at


def settle_location(turn: Turn, latitude: float, longitude: float) -> Reply:
    """Set the zone to that of a place, or ask which it is where several are near."""
    zones = zones_at(latitude, longitude, now=turn.now)
    if not zones:
        reply = Reply(html=zone_words.ZONE_OF_NOWHERE, buttons=zone_rows(turn))
    elif len(zones) == 1:
        reply = set_zone(turn, zones[0])
    else:
        choices = [press(one.replace("_", " "), f"zone {one}") for one in zones]
        reply = Reply(html=zone_words.ZONE_NEAR_BORDER, buttons=in_rows(choices))
    return replace(reply, ends_asking=zone_words.ZONE_NOT_KEPT)
