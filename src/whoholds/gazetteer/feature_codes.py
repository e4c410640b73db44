"""What the feature classes and codes of GeoNames and NGA GNS (one scheme) and other gazetteers' types mean here."""

from __future__ import annotations

from whoholds.model import PlaceKind

# https://www.geonames.org/export/codes.html; NGA's designation codes are the same or a subset.
_CODES = {
    PlaceKind.NEIGHBOURHOOD: "PPLX",
    PlaceKind.PROVINCE: "ADM1",
    PlaceKind.DISTRICT: "ADM2 ADM3 ADM4 ADM5 ADMD",
    PlaceKind.REGION: "RGN RGNE RGNL RGNH AREA VAL VALS PLN PLNS PEN DSRT MTS HLLS DLTA CST COAST ISLS OAS PRSH TERR",
    PlaceKind.WATER: "STM STMS STMI STMQ RVN LK LKS RSV BAY GULF STRT CNL CNLI CHN LGN SEA WAD WADS WADI INLT",
    PlaceKind.ROAD: "RD RDA RDJCT RTE ST HWY TRL RDB RDCUT",
    PlaceKind.CROSSING: "BDG PSTB PSTC CSTM FRD FY LOCK GATE",
    PlaceKind.FACILITY: (
        "AIRP AIRB AIRF AIRH AIRQ AIRS MILB NVB INSM FT FRT PRN HSP UNIV DAM PS PSH PSN OILR OILF OILP OILJ GASF MN"
        " MNQ CMP CMPO CMPRF PRT HBR STDM PAL CSTL TMPL RSTN MFG MFGC FRM FRMS FRMT CTRA SCHM FCL DCKY ISL MT HLL RDGE"
        " PASS PK CAPE HTL SQR MKT BLDG RFC"
    ),
}
_KIND_OF_CODE = {code: kind for kind, codes in _CODES.items() for code in codes.split()}
_SETTLEMENT_CODES = "PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLF PPLG PPLL PPLQ PPLR PPLS PPLW STLMT"
_SETTLEMENTS = frozenset(_SETTLEMENT_CODES.split())

_TYPES = {
    PlaceKind.SETTLEMENT: "settlement locality city town village hamlet community localadmin ppl populated_place place",
    PlaceKind.NEIGHBOURHOOD: "neighbourhood neighborhood quarter borough suburb macrohood microhood camp_quarter",
    PlaceKind.DISTRICT: "district county subdistrict raion cercle adm2 adm3 admin2 admin3 macrocounty",
    PlaceKind.PROVINCE: "province region_1 governorate oblast state adm1 admin1",
    PlaceKind.REGION: "region area valley desert plain mountains macroregion marketarea",
    PlaceKind.FACILITY: "facility airport airbase base camp prison dam hospital campus venue building hill mountain",
    PlaceKind.CROSSING: "crossing bridge checkpoint border_crossing gate",
    PlaceKind.ROAD: "road highway street route junction",
    PlaceKind.WATER: "water river lake canal reservoir sea marinearea",
}
_KIND_OF_TYPE = {word: kind for kind, words in _TYPES.items() for word in words.split()}


def kind_of_code(code: str) -> PlaceKind | None:
    """The kind of a feature code, ``None`` for what no claim is about (schools, wells, historical units, countries)."""
    return PlaceKind.SETTLEMENT if code in _SETTLEMENTS else _KIND_OF_CODE.get(code)


def kind_of_type(word: str) -> PlaceKind | None:
    """The kind that a word in a table's column of types means: "village", "Governorate", "border crossing"."""
    return _KIND_OF_TYPE.get(word.strip().lower().replace(" ", "_").replace("-", "_"))
