"""The zone of a person, by what they say of themselves: a zone, a country, a state or a city.

Zone data names few cities. Here are larger ones and those of universities that it does not name,
under the zone in whose area they lie. A name that stands under several zones is asked back. Only
what people say of themselves is read so: a page that names Boston may be about a company.
"""

from functools import cache

from bot.domain.places import plain, read_place
from bot.domain.zones import settle_zone, zone_of_place
from bot.errors import RefusalError, one_of
from bot.language import later, saying

_CITIES = {
    "America/New_York": (
        "albany, allentown, amherst, ann arbor, annapolis, asheville, atlanta, baltimore, "
        "blacksburg, boston, bridgeport, brooklyn, buffalo, burlington, cambridge, chapel "
        "hill, charleston, charlotte, charlottesville, cincinnati, cleveland, college park, "
        "columbia, columbus, dayton, durham, fort lauderdale, gainesville, greensboro, "
        "hanover, harrisburg, hartford, ithaca, jacksonville, jersey city, knoxville, "
        "lexington, manhattan, miami, new haven, newark, nyc, orlando, philadelphia, "
        "pittsburgh, portland, princeton, providence, raleigh, richmond, rochester, savannah, "
        "springfield, st petersburg, stony brook, syracuse, tallahassee, tampa, toledo, "
        "university park, virginia beach, washington, washington dc, worcester"
    ),
    "America/Chicago": (
        "austin, baton rouge, birmingham, champaign, columbia, dallas, des moines, evanston, "
        "fort worth, houston, huntsville, iowa city, kansas city, lincoln, little rock, "
        "madison, memphis, milwaukee, minneapolis, nashville, new orleans, norman, oklahoma "
        "city, omaha, rochester, san antonio, springfield, st louis, st paul, tulsa, urbana, "
        "waco"
    ),
    "America/Denver": (
        "albuquerque, boulder, colorado springs, el paso, fort collins, los alamos, provo, "
        "salt lake city, santa fe"
    ),
    "America/Phoenix": "flagstaff, mesa, tempe, tucson",
    "America/Los_Angeles": (
        "bay area, berkeley, cupertino, eugene, fresno, irvine, la jolla, las vegas, long "
        "beach, mountain view, oakland, palo alto, pasadena, portland, reno, riverside, "
        "sacramento, san diego, san francisco, san jose, santa barbara, santa clara, santa "
        "cruz, seattle, sf, silicon valley, spokane, stanford, tacoma"
    ),
    "America/Toronto": (
        "guelph, hamilton, kitchener, laval, mississauga, montreal, ottawa, quebec, quebec "
        "city, waterloo"
    ),
    "America/Vancouver": "burnaby, kelowna",
    "America/Edmonton": "banff, calgary",
    "America/Regina": "saskatoon",
    "America/Mexico_City": "cuernavaca, guadalajara, guanajuato, morelia, puebla, queretaro",
    "America/Bogota": "barranquilla, cali, medellin",
    "America/Lima": "arequipa, cusco",
    "America/Guayaquil": "quito",
    "America/Santiago": "concepcion, valparaiso",
    "America/Argentina/Buenos_Aires": "la plata, mar del plata, rosario",
    "America/Argentina/Cordoba": "cordoba",
    "America/Sao_Paulo": (
        "belo horizonte, brasilia, campinas, curitiba, florianopolis, goiania, niteroi, porto "
        "alegre, rio, rio de janeiro, sao carlos"
    ),
    "America/Costa_Rica": "san jose",
    "America/Puerto_Rico": "san juan",
    "America/Argentina/San_Juan": "san juan",
    "Europe/London": (
        "aberdeen, bath, birmingham, brighton, bristol, cambridge, canterbury, cardiff, "
        "coventry, dundee, durham, edinburgh, exeter, glasgow, lancaster, leeds, leicester, "
        "liverpool, loughborough, manchester, newcastle, newcastle upon tyne, norwich, "
        "nottingham, oxford, portsmouth, reading, sheffield, southampton, st andrews, "
        "swansea, warwick, york"
    ),
    "Europe/Dublin": "cork, galway, limerick, maynooth",
    "Europe/Paris": (
        "aix-en-provence, bordeaux, cachan, clermont-ferrand, dijon, gif-sur-yvette, "
        "grenoble, lille, lyon, marseille, metz, montpellier, nancy, nantes, nice, orsay, "
        "palaiseau, rennes, rouen, saclay, saint-etienne, sophia antipolis, strasbourg, "
        "toulon, toulouse, tours, versailles"
    ),
    "Europe/Brussels": "antwerp, bruges, ghent, leuven, liege, louvain-la-neuve, mons, namur",
    "Europe/Amsterdam": (
        "delft, eindhoven, enschede, groningen, leiden, maastricht, nijmegen, rotterdam, the "
        "hague, tilburg, twente, utrecht, wageningen"
    ),
    "Europe/Berlin": (
        "aachen, augsburg, bayreuth, bielefeld, bochum, bonn, braunschweig, bremen, chemnitz, "
        "cologne, darmstadt, dortmund, dresden, duisburg, dusseldorf, erlangen, essen, "
        "frankfurt, freiburg, garching, giessen, gottingen, halle, hamburg, hannover, "
        "heidelberg, jena, kaiserslautern, karlsruhe, kassel, kiel, koln, konstanz, leipzig, "
        "lubeck, magdeburg, mainz, mannheim, marburg, munchen, munich, munster, nuremberg, "
        "oldenburg, osnabruck, paderborn, potsdam, regensburg, rostock, saarbrucken, siegen, "
        "stuttgart, trier, tubingen, ulm, wuppertal, wurzburg"
    ),
    "Europe/Zurich": (
        "basel, bern, berne, fribourg, geneva, geneve, lausanne, lucerne, lugano, luzern, "
        "neuchatel, st gallen, winterthur"
    ),
    "Europe/Vienna": "graz, innsbruck, klagenfurt, klosterneuburg, linz, salzburg",
    "Europe/Rome": (
        "bologna, catania, ferrara, firenze, florence, genoa, l'aquila, milan, milano, "
        "modena, naples, napoli, padova, padua, palermo, parma, pavia, perugia, pisa, torino, "
        "trento, trieste, turin, venice, verona"
    ),
    "Europe/Madrid": (
        "alicante, barcelona, bilbao, cordoba, malaga, murcia, oviedo, salamanca, "
        "san sebastian, santiago de compostela, sevilla, seville, valencia, valladolid, vigo, "
        "zaragoza"
    ),
    "Atlantic/Canary": "las palmas, tenerife",
    "Europe/Lisbon": "aveiro, braga, coimbra, porto",
    "Europe/Copenhagen": "aalborg, aarhus, lyngby, odense",
    "Europe/Stockholm": "gothenburg, linkoping, lund, malmo, umea, uppsala",
    "Europe/Oslo": "bergen, stavanger, tromso, trondheim",
    "Europe/Helsinki": "espoo, jyvaskyla, oulu, tampere, turku",
    "Europe/Tallinn": "tartu",
    "Europe/Warsaw": "cracow, gdansk, katowice, krakow, lodz, lublin, poznan, torun, wroclaw",
    "Europe/Prague": "brno, olomouc, ostrava, plzen",
    "Europe/Bratislava": "kosice",
    "Europe/Budapest": "debrecen, pecs, szeged",
    "Europe/Bucharest": "brasov, cluj, cluj-napoca, iasi, timisoara",
    "Europe/Sofia": "plovdiv, varna",
    "Europe/Athens": "crete, heraklion, ioannina, patras, thessaloniki",
    "Europe/Belgrade": "novi sad",
    "Europe/Zagreb": "rijeka, split",
    "Europe/Kyiv": "dnipro, kharkiv, lviv, odesa, odessa",
    "Europe/Moscow": "dolgoprudny, nizhny novgorod, saint petersburg, sochi, st petersburg",
    "Asia/Yekaterinburg": "chelyabinsk, ekaterinburg, perm, ufa",
    "Europe/Istanbul": "ankara, izmir",
    "Asia/Jerusalem": "beer sheva, haifa, rehovot, tel aviv",
    "Africa/Cairo": "alexandria, giza",
    "Africa/Casablanca": "fes, marrakesh, rabat",
    "Africa/Lagos": "abuja, ibadan, kano",
    "Africa/Johannesburg": "cape town, durban, pretoria, stellenbosch",
    "Africa/Accra": "kumasi",
    "Africa/Nairobi": "mombasa",
    "Asia/Riyadh": "dhahran, jeddah, mecca, thuwal",
    "Asia/Dubai": "abu dhabi, sharjah",
    "Asia/Qatar": "doha",
    "Asia/Tehran": "isfahan, mashhad, shiraz, tabriz",
    "Asia/Karachi": "hyderabad, islamabad, lahore, peshawar, rawalpindi",
    "Asia/Kolkata": (
        "ahmedabad, bangalore, bengaluru, bhopal, bhubaneswar, bombay, chandigarh, chennai, "
        "delhi, guwahati, hyderabad, indore, jaipur, kanpur, kharagpur, kochi, lucknow, "
        "madras, mumbai, nagpur, new delhi, patna, pune, roorkee, surat, trivandrum, "
        "varanasi, visakhapatnam"
    ),
    "Asia/Dhaka": "chittagong",
    "Asia/Kathmandu": "pokhara",
    "Asia/Colombo": "kandy",
    "Asia/Bangkok": "chiang mai",
    "Asia/Ho_Chi_Minh": "da nang, hanoi, hue, saigon",
    "Asia/Kuala_Lumpur": "johor bahru, penang",
    "Asia/Jakarta": "bandung, depok, surabaya, yogyakarta",
    "Asia/Makassar": "bali, denpasar",
    "Asia/Manila": "cebu, quezon city",
    "Asia/Shanghai": (
        "beijing, changsha, chengdu, dalian, guangzhou, hangzhou, harbin, hefei, jinan, "
        "nanjing, peking, qingdao, shenyang, shenzhen, suzhou, tianjin, wuhan, xi'an, xiamen, "
        "zhengzhou"
    ),
    "Asia/Taipei": "hsinchu, kaohsiung, taichung, tainan",
    "Asia/Seoul": "busan, daegu, daejeon, gwangju, incheon, pohang, suwon, ulsan",
    "Asia/Tokyo": (
        "fukuoka, hiroshima, kobe, kyoto, nagoya, okinawa, osaka, sapporo, sendai, tsukuba, "
        "yokohama"
    ),
    "Asia/Novosibirsk": "akademgorodok",
    "Australia/Sydney": "canberra, newcastle, wollongong",
    "Australia/Melbourne": "geelong",
    "Australia/Brisbane": "cairns, gold coast, townsville",
    "Pacific/Auckland": "christchurch, dunedin, hamilton, wellington",
}


def zone_of_reader(text: str) -> str:
    """Return the zone of a person who names it, or a place: "PT", "Europe/Zurich", "Tokyo", "CH".

    Raises RefusalError for what is neither, and for places with several zones, with the choices.
    """
    try:
        return settle_zone(text).zone
    except RefusalError as refusal:
        if refusal.code != "unknown-zone":
            raise
        place, zones = read_place(text), _zones_of_city(text)
        there = [zone for zone in zones if zone in place.zones]
        if len(there) == 1:
            return there[0]
        if place.zones:
            return zone_of_place(place)
        if len(zones) == 1:
            return zones[0]
        if not zones:
            raise
        hint = saying("say which one: {choices}", choices=later(one_of, zones))
        raise RefusalError(
            saying("there are several places of this name"), read=text, choices=zones, hint=hint
        ) from None


def _zones_of_city(text: str) -> tuple[str, ...]:
    """Return the zones of the cities of a name; behind it may stand where they are."""
    city, _, rest = text.partition(",")
    if rest and not read_place(text).zones:
        return ()  # that of the name which is known may be another one: "London, Ontario"
    return _by_name().get(plain(city), ())


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for zone, names in _CITIES.items():
        for name in names.split(", "):
            found[plain(name)] = (*found.get(plain(name), ()), zone)
    return found


def known_cities() -> dict[str, tuple[str, ...]]:
    """Return the zones of each city that is known here, by its plain name."""
    return dict(_by_name())
