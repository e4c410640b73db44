"""Sentences of our own in the style of a war wire, with their names marked; no tree is drawn over them."""

from __future__ import annotations

import re
from random import Random

from treebank import Name, Sentence, Token

PEOPLE_FIRST = [
    "Ahmad",
    "Karim",
    "Yusuf",
    "Mariam",
    "Layla",
    "Olena",
    "Dmytro",
    "Ivan",
    "Sergei",
    "Amina",
    "Fatima",
    "Hassan",
    "Ibrahim",
    "Tesfaye",
    "Abebe",
    "Musa",
    "Aung",
    "Thida",
    "Carlos",
    "Lucia",
    "Peter",
    "Anna",
    "Jamal",
    "Rami",
    "Nadia",
    "Omar",
    "Samir",
    "Bashir",
    "Farid",
    "Zahra",
    "Viktor",
    "Oksana",
]
PEOPLE_LAST = [
    "Haddad",
    "Nasser",
    "al-Masri",
    "Abdullah",
    "Kovalenko",
    "Petrenko",
    "Volkov",
    "Rahimi",
    "Noori",
    "Tadesse",
    "Bekele",
    "Musa",
    "Okafor",
    "Win",
    "Hlaing",
    "Ramirez",
    "Ortega",
    "Keller",
    "Novak",
    "Saleh",
    "Darwish",
    "Mansour",
    "Aziz",
    "Karimi",
    "Lysenko",
    "Diallo",
    "Traore",
    "Keita",
]
ORGS = """Defense Ministry|Interior Ministry|Syrian Arab Army|Free Syrian Army|Taliban|Islamic State|United Nations
    |Red Cross|Red Crescent|Northern Front|Azov Brigade|General Staff|National Army|Rapid Support Forces
    |Popular Mobilization Forces|Hezbollah|Nusra Front|State News Agency|Observatory for Human Rights|NATO
    |European Union|Peoples Protection Units|Houthis|SANA|UNICEF|Foreign Ministry|Wagner Group|Al-Shabaab
    |Liberation Army|Governing Council|Boko Haram|World Food Programme""".replace("\n", "").split("|")
KINDS = ["town", "city", "village", "district", "province", "governorate", "region", "suburb", "area", "neighbourhood"]
FRAMES = """{ORG} fighters captured {LOC} on Monday , {PER} told reporters .
Government forces retook the {kind} of {LOC} after heavy fighting , {ORG} said .
{LOC} fell to {ORG} early on Friday .
At least 12 people were killed when shells hit {LOC} , a {kind} in {LOC} .
The army pushed the rebels out of {LOC} and {LOC} , said {PER} , a spokesman for the {ORG} .
{PER} , the governor of {LOC} , said that {LOC} remained under the control of the {ORG} .
Clashes between the {ORG} and the {ORG} broke out near {LOC} .
Residents fled {LOC} , {LOC} and {LOC} as troops advanced .
{LOC} ( {ORG} ) - Troops entered the {kind} of {LOC} on Sunday .
{LOC} , Aug. 8 ( {ORG} ) - {PER} visited {LOC} .
The {ORG} besieged {LOC} for three years .
Airstrikes targeted {LOC} in northern {LOC} , the {ORG} reported .
An official in {LOC} denied that {ORG} had lost {LOC} .
The road between {LOC} and {LOC} was reopened on Tuesday .
{ORG} commander {PER} was killed south of {LOC} .
They seized two villages in the {LOC} countryside , {ORG} said in a statement .
{LOC} residents told the {ORG} that the {kind} was quiet .
The {LOC} government and {ORG} signed a deal in {LOC} .
A convoy of the {ORG} reached the besieged {LOC} {kind} .
{PER} said the front line ran through {LOC} province , west of the city of {LOC} .
Fighters withdrew from {LOC} to {LOC} overnight .
In {LOC} , protesters demanded that {PER} resign .
President {PER} flew from {LOC} to {LOC} to meet {PER} .
The {ORG} said its forces had liberated {LOC} , {LOC} and the Tal {LOC} hill .
The {kind} of {LOC} in eastern {LOC} is held by {ORG} .
LIVE : {ORG} enters {LOC} .""".splitlines()
SLOT = re.compile(r"\{(\w+)\}")


def write_sentences(count: int, random: Random, towns: list[str]) -> list[Sentence]:
    """`count` sentences drawn from FRAMES with names put in."""
    return [_fill(random.choice(FRAMES), random, towns, number) for number in range(count)]


def _fill(frame: str, random: Random, towns: list[str], number: int) -> Sentence:
    words: list[str] = []
    names: list[Name] = []
    for part in frame.split():
        slot = SLOT.fullmatch(part)
        filled = _choose(slot[1], random, towns).split() if slot else [part]
        if slot and slot[1] != "kind":
            names.append(Name(len(words), len(words) + len(filled), slot[1]))
        words.extend(filled)
    tokens = tuple(Token(word, word != "(", "", "", "", "", 0, "") for word in words)
    return Sentence("wire", f"wire-{number}", tokens, tuple(names), parsed=False)


def _choose(slot: str, random: Random, towns: list[str]) -> str:
    people = f"{random.choice(PEOPLE_FIRST)} {random.choice(PEOPLE_LAST)}"
    return {
        "LOC": random.choice(towns),
        "PER": people,
        "ORG": random.choice(ORGS).strip(),
        "kind": random.choice(KINDS),
    }[slot]
