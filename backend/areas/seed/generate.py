"""Write areas.json from the PyPI package `vietnamadminunits` (MIT). Run it by hand, in a throw-away environment.

    python -m venv /tmp/units && /tmp/units/bin/pip install vietnamadminunits==1.0.4
    /tmp/units/bin/python backend/areas/seed/generate.py

The package pulls shapely and geopy, so it is a tool for this script and never a dependency of the server. Only its data
files are read (standard library alone); importing it would load shapely.
"""

import importlib.util
import json
import sqlite3
import unicodedata
from pathlib import Path
from typing import Any

OUT = Path(__file__).with_name("areas.json")
MERGED_ON = "2025-07-01"
LAST_DAY_BEFORE = "2025-06-30"
PROVINCE_SINCE = "2004-01-01"

# The 28 units that Đắk Nông's 71 communes became; the package's own list of Lâm Đồng has 124.
CURRENT_CODES = [
    "24611",
    "24615",
    "24616",
    "24617",
    "24620",
    "24631",
    "24637",
    "24640",
    "24646",
    "24649",
    "24664",
    "24670",
    "24678",
    "24682",
    "24688",
    "24697",
    "24703",
    "24712",
    "24717",
    "24718",
    "24722",
    "24730",
    "24733",
    "24736",
    "24739",
    "24748",
    "24751",
    "24760",
]

# Wrong in the package: both are far smaller than the old communes they are made of.
AREA_MENDED = {"24730": 322.0, "24664": 88.0}
# Places that contradict the rest of the data; the new ones are estimates from the neighbours.
PLACE_MENDED: dict[str, dict[str, Any]] = {
    # Đắk Sắk was geocoded to a street of 500 m in another commune; it lies between Đức Minh, Long Sơn and Đắk Môl.
    "24679": {"latitude": 12.4127, "longitude": 107.685, "bounds": [107.652, 12.375, 107.72, 12.45]},
    # Đắk Plao is placed on the land that is Tà Đùng's by the new areas and centres (531 km² around 11.92, 107.98):
    # it was resettled beside Quảng Khê, and its old valley, now a lake, went to Đắk Som.
    "24634": {"latitude": 11.912, "longitude": 107.801, "bounds": [107.755, 11.86, 107.86, 11.965]},
    "24637": {"bounds": [107.888403, 11.791408, 108.108902, 11.988614]},
}
# Spellings that people write and folding alone does not bring together.
ALIASES = {
    "24619": ["Xã Quảng Thành"],
    "24727": ["Xã N'Drung"],
    "660": ["Thị xã Gia Nghĩa"],
    "662": ["Huyện Chư Jút", "Huyện Cư Jut"],
    "24739": ["Xã Đắk Buk Xo"],
}
KINDS = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Huyện": "district",
    "Thị trấn": "township",
    "Phường": "ward",
    "Xã": "commune",
}
KIND_EN = {
    "province": "Province",
    "city": "City",
    "district": "District",
    "township": "Township",
    "ward": "Ward",
    "commune": "Commune",
}
PROVINCE_KM2 = 6509.27  # the statistical yearbook's figure for Đắk Nông: a check of the sum, not data


def data_folder() -> Path:
    """Where the package keeps its files, without importing it."""
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed in this interpreter; see the head of this file.")
    return Path(spec.origin).parent / "data"


def plain(text: str) -> str:
    """The name as English text writes it: no tone marks, đ as d."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def bounds(text: str) -> list[float]:
    """[west, south, east, north] of the package's 'south,west – north,east'."""
    (south, west), (north, east) = ([float(n) for n in corner.split(",")] for corner in text.split(" – "))
    return [west, south, east, north]


def envelope(boxes: list[list[float]]) -> list[float]:
    return [min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)]


def row(code: str, name: str, kind: str, level: str, parent: str | None, **more: Any) -> dict[str, Any]:
    """One area as the loader reads it."""
    short = name.removeprefix(kind).strip()
    english = f"{plain(short)} {KIND_EN[KINDS[kind]]}"
    base: dict[str, Any] = {
        "code": code,
        "name": unicodedata.normalize("NFC", name),
        "name_en": english,
        "level": level,
    }
    base |= {"kind": KINDS[kind], "parent": parent, "aliases": ALIASES.get(code, []) if more.get("valid_to") else []}
    base |= dict.fromkeys(("valid_from", "valid_to", "latitude", "longitude", "bounds", "area_km2", "population"))
    return base | more


def old_units(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Province 67 with its districts and communes, as they stood until the merge."""
    found = db.execute(
        "select * from admin_units_legacy where provinceCode = '67' order by districtCode, wardCode"
    ).fetchall()
    first = found[0]
    province = row(
        "67", first["province"], "Tỉnh", "province", None, valid_from=PROVINCE_SINCE, valid_to=LAST_DAY_BEFORE,
        latitude=first["provinceLat"], longitude=first["provinceLon"], area_km2=PROVINCE_KM2,
    )  # fmt: skip
    districts: dict[str, dict[str, Any]] = {}
    communes = []
    for r in found:
        place: dict[str, Any] = {"latitude": r["wardLat"], "longitude": r["wardLon"], "bounds": bounds(r["wardBounds"])}
        place |= PLACE_MENDED.get(r["wardCode"], {})
        communes.append(
            row(
                r["wardCode"], r["ward"], r["wardType"], "commune", r["districtCode"], valid_to=LAST_DAY_BEFORE, **place
            )
        )
        if r["districtCode"] not in districts:
            districts[r["districtCode"]] = row(
                r["districtCode"], r["district"], r["districtType"], "district", "67", valid_to=LAST_DAY_BEFORE,
                latitude=r["districtLat"], longitude=r["districtLon"],
            )  # fmt: skip
    for district in districts.values():
        district["bounds"] = envelope([c["bounds"] for c in communes if c["parent"] == district["code"]])
    province["bounds"] = envelope([c["bounds"] for c in communes])
    return [province, *districts.values(), *communes]


def commune_merges(folder: Path, db: sqlite3.Connection) -> dict[str, str]:
    """Old commune code → the unit it went into. In Đắk Nông no commune was divided."""
    table = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))["DICT_PROVINCE_WARD_NO_DIVIDED"][
        "tinhlamdong"
    ]
    new_code = dict(db.execute("select wardKey, wardCode from admin_units where provinceCode = '68'").fetchall())
    old_code = {
        f"tinhdaknong_{r['districtKey']}_{r['wardKey']}": r["wardCode"]
        for r in db.execute("select districtKey, wardKey, wardCode from admin_units_legacy where provinceCode = '67'")
    }
    return {old_code[old]: new_code[new] for new, olds in table.items() for old in olds if old in old_code}


def new_units(db: sqlite3.Connection, old: list[dict[str, Any]], merges: dict[str, str]) -> list[dict[str, Any]]:
    """Province 68, only as the parent, and the 28 units of today."""
    found = {r["wardCode"]: r for r in db.execute("select * from admin_units where provinceCode = '68'")}
    any_row = next(iter(found.values()))
    total = sum(AREA_MENDED.get(code, r["wardAreaKm2"]) for code, r in found.items())
    province = row(
        "68", any_row["province"], "Tỉnh", "province", None, valid_from=MERGED_ON,
        latitude=any_row["provinceLat"], longitude=any_row["provinceLon"], area_km2=round(total, 2),
    )  # fmt: skip
    boxes = {a["code"]: a["bounds"] for a in old if a["level"] == "commune"}
    units = []
    for code in CURRENT_CODES:
        r = found[code]
        units.append(
            row(
                code,
                r["ward"],
                r["wardType"],
                "commune",
                "68",
                valid_from=MERGED_ON,
                latitude=r["wardLat"],
                longitude=r["wardLon"],
                area_km2=AREA_MENDED.get(code, round(r["wardAreaKm2"], 2)),
                bounds=envelope([boxes[o] for o, n in merges.items() if n == code]),
            )
        )
    return [province, *units]


def merge_rows(old: list[dict[str, Any]], merges: dict[str, str]) -> list[dict[str, Any]]:
    """Communes and the province went over whole; a district went into several units, so each of its rows is partial."""
    rows = [{"from": "67", "into": "68", "is_partial": False, "share": 1.0}]
    for district in (a["code"] for a in old if a["level"] == "district"):
        targets = sorted({merges[a["code"]] for a in old if a["parent"] == district})
        rows += [{"from": district, "into": code, "is_partial": len(targets) > 1, "share": None} for code in targets]
    return rows + [{"from": o, "into": n, "is_partial": False, "share": 1.0} for o, n in sorted(merges.items())]


def check(areas: list[dict[str, Any]], merges: dict[str, str]) -> None:
    """Stop rather than write a table that is plainly wrong."""
    current = [a for a in areas if a["level"] == "commune" and a["valid_to"] is None]
    total = sum(a["area_km2"] for a in current)
    if len(merges) != 71 or set(merges.values()) != set(CURRENT_CODES):
        raise SystemExit(f"expected 71 communes in 28 units, found {len(merges)} in {len(set(merges.values()))}")
    if abs(total - PROVINCE_KM2) / PROVINCE_KM2 > 0.02:
        raise SystemExit(f"the 28 units add up to {total:.0f} km², the province has {PROVINCE_KM2:.0f}")


def main() -> None:
    folder = data_folder()
    db = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    merges = commune_merges(folder, db)
    old = old_units(db)
    areas = old + new_units(db, old, merges)
    check(areas, merges)
    document = {
        "source": "vietnamadminunits 1.0.4 (MIT), by generate.py, which says what was mended",
        "merged_on": MERGED_ON,
        "areas": areas,
        "merges": merge_rows(old, merges),
    }
    OUT.write_text(render(document), encoding="utf-8")
    print(f"{OUT.name}: {len(areas)} areas, {len(document['merges'])} merges")


def render(document: dict[str, Any]) -> str:
    """JSON with one record a line, so that a change reads well in a diff."""
    lines = ["{"]
    lines += [
        f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},"
        for k, v in document.items()
        if not isinstance(v, list)
    ]
    lists = [(k, v) for k, v in document.items() if isinstance(v, list)]
    for n, (key, rows) in enumerate(lists):
        body = ",\n".join("    " + json.dumps(r, ensure_ascii=False) for r in rows)
        lines.append(f"  {json.dumps(key)}: [\n{body}\n  ]" + ("," if n < len(lists) - 1 else ""))
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    main()
